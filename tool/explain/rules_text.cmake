# SPDX-License-Identifier: Apache-2.0

# Makes rules_text.inc, a string literal, of the file of all rules: C++ of our compilers cannot embed a file.
function(postern_rules_text output rules)
  file(READ "${rules}" text)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${rules}")
  # Written only when it changed: everything behind it is built again.
  set(content "R\"rules(${text})rules\"\n")
  set(present "")
  if(EXISTS "${output}")
    file(READ "${output}" present)
  endif()
  if(NOT present STREQUAL content)
    file(WRITE "${output}" "${content}")
  endif()
endfunction()
