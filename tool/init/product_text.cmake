# SPDX-License-Identifier: Apache-2.0

# Makes product_text.inc of the files in product/, rows of names and string literals: C++ of our compilers cannot embed
# a file.
function(postern_product_text output)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/product/*.in")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(content "")
  foreach(file IN LISTS files)
    cmake_path(GET file STEM LAST_ONLY name)
    file(READ "${file}" text)
    string(APPEND content "{\"${name}\", R\"text(${text})text\"},\n")
  endforeach()
  set(present "")
  if(EXISTS "${output}")
    file(READ "${output}" present)
  endif()
  if(NOT present STREQUAL content)
    file(WRITE "${output}" "${content}")
  endif()
endfunction()
