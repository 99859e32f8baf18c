# SPDX-License-Identifier: Apache-2.0

# Prints doc/options.md, made of the table of options: cmake -P cmake/OptionsPage.cmake
cmake_minimum_required(VERSION 3.22)

set(page "# Options

Made of [OptionTable.cmake](../cmake/OptionTable.cmake) by `cmake -P cmake/OptionsPage.cmake`. Options are CMake variables
(`-D<NAME>=<value>`). A value that is not valid, and a name that is no option, stop the configuration; a name that a
manifest list uses as a `conditional` is that list's own and reaches it. For options of TF-M that this project does not
have, the table tells what to do; a value under *accepted* asks for what is so anyway.
")
set(POSTERN_PLATFORMS "a path")
set(kind)

macro(postern_options_section title)
  string(APPEND page "\n## ${title}\n")
  set(kind)
endmacro()

macro(_start wanted head)
  if(NOT "${kind}" STREQUAL "${wanted}")
    string(REGEX REPLACE "[^|]+" "---" line "${head}")
    string(APPEND page "\n${head}\n${line}\n")
    set(kind "${wanted}")
  endif()
endmacro()

function(_values result type)
  set(values ${ARGN})
  list(TRANSFORM values REPLACE "^(.+)$" "`\\1`")
  list(JOIN values ", " values)
  string(REPLACE "`a path`" "a path" values "${values}")
  if(type STREQUAL "SWITCH")
    set(values "`ON`, `OFF`")
  elseif(type STREQUAL "NUMBER")
    set(values "a number from 1")
  elseif(type STREQUAL "FILE")
    set(values "a path")
  elseif(type STREQUAL "LIST")
    set(values "paths, separated by semicolons")
  endif()
  set(${result} "${values}" PARENT_SCOPE)
endfunction()

macro(postern_option name type default text)
  cmake_parse_arguments(_option "MACRO" "" "VALUES" ${ARGN})
  _start(options "| option | default | values | what it is |")
  set(_shown ${_option_VALUES})
  _values(_shown ${type} ${_shown})
  set(_first "`${default}`")
  if("${default}" STREQUAL "")
    set(_first "empty")
  endif()
  string(APPEND page "| `${name}` | ${_first} | ${_shown} | ${text} |\n")
endmacro()

macro(postern_other_option name answer)
  cmake_parse_arguments(_option "" "" "ACCEPT" ${ARGN})
  _start(others "| option of TF-M | accepted | otherwise |")
  list(TRANSFORM _option_ACCEPT REPLACE "^(.+)$" "`\\1`")
  list(JOIN _option_ACCEPT ", " _accepted)
  string(APPEND page "| `${name}` | ${_accepted} | ${answer} |\n")
endmacro()

include("${CMAKE_CURRENT_LIST_DIR}/OptionTable.cmake")
execute_process(COMMAND "${CMAKE_COMMAND}" -E echo_append "${page}")
