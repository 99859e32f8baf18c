# SPDX-License-Identifier: Apache-2.0

# The compiler for a board: that of a toolchain file, which CMake's or TF-M's option names, or GNU Arm. Options.cmake
# includes this, before the project of a build of the tree looks for a compiler.
get_property(_languages GLOBAL PROPERTY ENABLED_LANGUAGES)
list(REMOVE_ITEM _languages NONE)
set(_toolchain "${CMAKE_TOOLCHAIN_FILE}")
if(TFM_TOOLCHAIN_FILE)
  cmake_path(ABSOLUTE_PATH TFM_TOOLCHAIN_FILE BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _toolchain)
  if(TFM_PLATFORM STREQUAL "host")
    message(FATAL_ERROR "TFM_TOOLCHAIN_FILE is for boards. On the host use CMAKE_C_COMPILER and CMAKE_CXX_COMPILER.")
  elseif(_languages AND NOT CMAKE_TOOLCHAIN_FILE)
    message(FATAL_ERROR "TFM_TOOLCHAIN_FILE comes too late: the project already has a compiler. Use CMAKE_TOOLCHAIN_FILE.")
  elseif(CMAKE_TOOLCHAIN_FILE AND NOT DEFINED POSTERN_TOOLCHAIN_FILE AND NOT CMAKE_TOOLCHAIN_FILE STREQUAL _toolchain)
    message(FATAL_ERROR "TFM_TOOLCHAIN_FILE=${TFM_TOOLCHAIN_FILE} and CMAKE_TOOLCHAIN_FILE=${CMAKE_TOOLCHAIN_FILE} exclude each "
                        "other: both name the compiler. Leave one out.")
  endif()
elseif(TFM_PLATFORM STREQUAL "host" AND CMAKE_SYSTEM_NAME STREQUAL "Generic")
  message(FATAL_ERROR "TFM_PLATFORM=host is a program for this computer, and ${CMAKE_TOOLCHAIN_FILE} is for boards. Leave the "
                      "toolchain file out, in a new build directory.")
elseif(NOT TFM_PLATFORM STREQUAL "host" AND _languages AND NOT CMAKE_CROSSCOMPILING AND NOT CMAKE_SIZEOF_VOID_P EQUAL 4)
  message(FATAL_ERROR "The project already has a compiler for this computer, and ${TFM_PLATFORM} is a board. Use "
                      "-DCMAKE_TOOLCHAIN_FILE=${CMAKE_CURRENT_LIST_DIR}/toolchain-armv8m.cmake in a new build directory.")
elseif(NOT TFM_PLATFORM STREQUAL "host" AND NOT CMAKE_TOOLCHAIN_FILE)
  set(_toolchain "${CMAKE_CURRENT_LIST_DIR}/toolchain-armv8m.cmake")
endif()
if(DEFINED POSTERN_TOOLCHAIN_FILE AND NOT POSTERN_TOOLCHAIN_FILE STREQUAL _toolchain)
  message(FATAL_ERROR "This build directory is configured with the compiler of ${POSTERN_TOOLCHAIN_FILE}, which stays. Use a new "
                      "build directory for that of ${_toolchain}.")
endif()
set(POSTERN_TOOLCHAIN_FILE "${_toolchain}" CACHE INTERNAL "The toolchain file of the first configuration")
if(_toolchain)
  set(CMAKE_TOOLCHAIN_FILE "${_toolchain}")
endif()
