# SPDX-License-Identifier: Apache-2.0

# Images as tests of CTest. An image is one test under its own name, in one boot; each of its stories is another one,
# IMAGE/STORY with the label `story`. The image itself lists its stories, so no story can be missing: CTest asks it when
# it reads its tests and a program of the image is newer than the list.

set(POSTERN_TEST_LOGS "${CMAKE_BINARY_DIR}/log" CACHE PATH "Where tests write their logs")
cmake_path(GET POSTERN_COMMAND PARENT_PATH _tools)
set(POSTERN_RUNNER "${_tools}/runner")
cmake_path(GET CMAKE_BINARY_DIR FILENAME POSTERN_CONFIGURATION)
file(STRINGS "${POSTERN_BOARD}/board.yaml" POSTERN_QEMU_MACHINE REGEX "^machine:")
string(REGEX REPLACE "^machine: *" "" POSTERN_QEMU_MACHINE "${POSTERN_QEMU_MACHINE}")
file(STRINGS "${POSTERN_BOARD}/board.yaml" _with_fpu REGEX "^machine_with_fpu:")
if(_with_fpu MATCHES "^machine_with_fpu: *\\[([^]]*)\\]")
  string(REPLACE "," " " POSTERN_QEMU_WITH_FPU "${CMAKE_MATCH_1}")
elseif(_with_fpu)
  message(FATAL_ERROR "${POSTERN_BOARD}/board.yaml: `machine_with_fpu` is expected as one line, [DRIVER.PROPERTY=VALUE, ...].")
endif()
file(MAKE_DIRECTORY "${POSTERN_TEST_LOGS}/results")

# NAME LOG KIND WORD...: a test that `runner KIND` checks.
function(_postern_judged_test name log KIND)
  add_test(NAME ${name} COMMAND "${POSTERN_RUNNER}" ${KIND} --log "${POSTERN_TEST_LOGS}/${log}.log"
                                --results "${POSTERN_TEST_LOGS}/results/${log}" ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS whole TIMEOUT 7200)
endfunction()

# The arguments that describe an image to `runner`, without its secure log.
function(_postern_system image result)
  get_property(seed GLOBAL PROPERTY POSTERN_IMAGE_${image}_SEED)
  if(seed)
    list(PREPEND seed --seed)
  endif()
  set(directory "${CMAKE_BINARY_DIR}/${image}")
  if(TFM_PLATFORM STREQUAL "host")
    set(${result} --image ${image} --program "${directory}/${image}" PARENT_SCOPE)
  else()
    set(${result} --image ${image} --machine ${POSTERN_QEMU_MACHINE} --secure "${directory}/${image}_s.elf"
        --non-secure "${directory}/${image}_ns.elf" ${seed} PARENT_SCOPE)
  endif()
endfunction()

# STORIES | WHOLE [WORD...] | HALTS PARTITION RULE [LINE [PANICS]]
function(_postern_add_tests image KIND)
  _postern_system(${image} system)
  list(APPEND system --secure-log "${CMAKE_BINARY_DIR}/${image}.secure.log")
  set(log "${POSTERN_CONFIGURATION}-${image}")
  if(KIND STREQUAL "HALTS")
    list(POP_FRONT ARGN partition rule line panics)
    if(line)
      list(PREPEND line --line)
    endif()
    if(panics)
      list(APPEND line --panics ${panics})
    endif()
    _postern_judged_test(${image} ${log} halts ${system} --partition ${partition} --rule ${rule} ${line})
  elseif(KIND STREQUAL "WHOLE" OR KIND STREQUAL "STORIES")
    _postern_judged_test(${image} ${log} image ${system} -- ${ARGN})
  else()
    message(FATAL_ERROR "postern_add_image(${image}): TEST is \"${KIND}\"; valid: STORIES, WHOLE, HALTS.")
  endif()
  if(KIND STREQUAL "STORIES")
    _postern_discover_stories(${image} ${image})
  endif()
endfunction()

# An image of TEST STORIES once more, as <image>_with_fpu, on a machine that has its FPU on request only.
function(postern_test_with_fpu image)
  if(NOT POSTERN_QEMU_WITH_FPU)
    return()
  endif()
  set(name ${image}_with_fpu)
  _postern_system(${image} system)
  list(APPEND system --globals "${POSTERN_QEMU_WITH_FPU}")
  _postern_judged_test(${name} "${POSTERN_CONFIGURATION}-${name}" image ${system} --secure-log "${CMAKE_BINARY_DIR}/${name}.secure.log")
  _postern_discover_stories(${image} ${name} --globals "${POSTERN_QEMU_WITH_FPU}")
endfunction()

# image NAME ARGUMENT...: the stories of a test, of an image that runs with these arguments of `runner` too.
function(_postern_discover_stories image NAME)
  _postern_system(${image} SYSTEM)
  list(APPEND SYSTEM ${ARGN})
  set(STORIES "${CMAKE_BINARY_DIR}/${image}/stories")
  if(NOT NAME STREQUAL image)
    string(APPEND STORIES "_${NAME}")
  endif()
  set(PROGRAMS "${CMAKE_BINARY_DIR}/${image}/${image}_s.elf;${CMAKE_BINARY_DIR}/${image}/${image}_ns.elf")
  if(TFM_PLATFORM STREQUAL "host")
    set(PROGRAMS "${CMAKE_BINARY_DIR}/${image}/${image}")
  endif()
  configure_file("${POSTERN_ROOT}/cmake/discover.cmake.in" "${STORIES}/discover.cmake" @ONLY)
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${STORIES}/discover.cmake")
endfunction()

# NAME PROGRAM: a GoogleTest program, as a whole and test by test.
function(_postern_google_test name program)
  _postern_judged_test(${name} ${name} google -- $<TARGET_FILE:${program}>)
  gtest_discover_tests(${program} TEST_PREFIX "${name}/" DISCOVERY_MODE PRE_TEST PROPERTIES LABELS story)
endfunction()

# Every secure image, checked against the rules of its isolation level.
function(_postern_add_audit)
  add_test(NAME audit COMMAND "${POSTERN_RUNNER}" script --results "${POSTERN_TEST_LOGS}/results/${POSTERN_CONFIGURATION}-audit"
                              -- "${POSTERN_ROOT}/test/audited.sh" "${POSTERN_COMMAND}" "${CMAKE_BINARY_DIR}")
  set_tests_properties(audit PROPERTIES LABELS whole)
endfunction()
