# SPDX-License-Identifier: Apache-2.0

# Clang for the processor that the board states, with the linker, the libraries and the tools of GNU Arm, which the first
# file chooses. It is the compiler of -DTFM_TOOLCHAIN_FILE=cmake/toolchain-armv8m-clang.cmake.
include("${CMAKE_CURRENT_LIST_DIR}/toolchain-armv8m.cmake")
set(POSTERN_LINKER_FLAGS "${POSTERN_PROCESSOR_FLAGS} -Wl,-z,noexecstack")  # the libraries do not say that of their stack
set(POSTERN_LINKER "arm-none-eabi-gcc ${POSTERN_LINKER_FLAGS}")

find_program(POSTERN_CLANG NAMES clang-19 clang DOC "The compiler clang")
find_program(POSTERN_CLANGXX NAMES clang++-19 clang++ DOC "The compiler clang for C++")
if(NOT POSTERN_CLANG OR NOT POSTERN_CLANGXX)
  message(FATAL_ERROR "There is no clang (clang-19 or clang); the default, cmake/toolchain-armv8m.cmake, needs none.")
endif()
set(CMAKE_C_COMPILER "${POSTERN_CLANG}")
set(CMAKE_CXX_COMPILER "${POSTERN_CLANGXX}")
set(CMAKE_ASM_COMPILER "${POSTERN_CLANG}")

# Enumerations are as small as the ABI has them for GNU Arm, whose libraries are linked, and memory is copied by memcpy(), which
# the kernel has, not by functions of the ABI.
foreach(language IN ITEMS C CXX ASM)
  set(CMAKE_${language}_COMPILER_TARGET arm-none-eabi)
endforeach()
foreach(language IN ITEMS C CXX)
  string(APPEND CMAKE_${language}_FLAGS_INIT " -fshort-enums -meabi gnu")
endforeach()

# Its library comes with another compiler, which tells where: all but the headers that are a compiler's own.
separate_arguments(_flags NATIVE_COMMAND "${POSTERN_PROCESSOR_FLAGS}")
set(_name_C c)
set(_name_CXX c++)
set(_driver_C gcc)
set(_driver_CXX g++)
foreach(_language IN ITEMS C CXX)
  execute_process(COMMAND arm-none-eabi-g++ ${_flags} -x ${_name_${_language}} -E -v /dev/null OUTPUT_QUIET ERROR_VARIABLE _words)
  string(REGEX MATCHALL "\n /[^ \n]+" _folders "${_words}")
  string(REPLACE "\n" "" _folders "${_folders}")
  list(TRANSFORM _folders STRIP)
  list(FILTER _folders EXCLUDE REGEX "/lib/gcc/arm-none-eabi/[0-9.]+/(include|cc1)")
  set(CMAKE_${_language}_STANDARD_INCLUDE_DIRECTORIES ${_folders})
  set(CMAKE_${_language}_LINK_EXECUTABLE
      "arm-none-eabi-${_driver_${_language}} ${POSTERN_LINKER_FLAGS} <CMAKE_${_language}_LINK_FLAGS> <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
endforeach()
