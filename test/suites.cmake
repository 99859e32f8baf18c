# SPDX-License-Identifier: Apache-2.0

# The suites that are not images. The build of the tools includes this file, because it has what they need.
get_filename_component(root "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

# KIND is what `runner` judges: google or script. The log is evidence for doc/rules.md.
function(postern_suite name KIND)
  add_test(NAME ${name} WORKING_DIRECTORY "${root}"
           COMMAND runner ${KIND} --log "${root}/build/log/${name}.log" --results "${root}/build/log/results/${name}" -- ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS suite TIMEOUT 14400)
endfunction()

postern_suite(manifest google $<TARGET_FILE:manifest_test>)
postern_suite(runner google $<TARGET_FILE:runner_test>)
postern_suite(audit google $<TARGET_FILE:audit_test>)
postern_suite(sections script $<TARGET_FILE:sections_test> "${root}" $<TARGET_FILE:postern>)
foreach(name IN ITEMS headers configuration options boot controllers debug power report layers registers hosting install own_board pages rtos reproducible agreement)
  postern_suite(${name} script "${root}/test/${name}.sh")
endforeach()
postern_suite(check script "${root}/check/test.sh")
foreach(name IN ITEMS bench mutants)
  postern_suite(${name} script "${root}/run" suite ${name})
endforeach()
set_tests_properties(bench mutants PROPERTIES RUN_SERIAL ON)
set_tests_properties(layers pages check PROPERTIES COST 100)  # the longest ones begin first
