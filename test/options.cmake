# SPDX-License-Identifier: Apache-2.0

# Prints the rows of the table of options, one a line: KIND|NAME|DEFAULT or ANSWER|ACCEPTED VALUES
set(POSTERN_PLATFORMS "arm/mps2/an521")
macro(postern_options_section)
endmacro()
macro(postern_option name type default)
  set(rows "${rows}${type}|${name}|${default}|\n")
endmacro()
macro(postern_other_option name answer)
  cmake_parse_arguments(_option "" "" "ACCEPT" ${ARGN})
  string(REPLACE ";" " " accepted "${_option_ACCEPT}")
  set(rows "${rows}OTHER|${name}|${answer}|${accepted}\n")
endmacro()
include("${CMAKE_CURRENT_LIST_DIR}/../cmake/OptionTable.cmake")
execute_process(COMMAND "${CMAKE_COMMAND}" -E echo_append "${rows}")
