# SPDX-License-Identifier: Apache-2.0

# GNU Arm for the processor that the board states; the kernel uses neither FP nor vectors.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR armv8-m.main)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# CMake ignores these without a word, because a toolchain file sets them.
foreach(_language IN ITEMS C CXX ASM)
  if(DEFINED CACHE{CMAKE_${_language}_COMPILER})
    message(FATAL_ERROR "CMAKE_${_language}_COMPILER=$CACHE{CMAKE_${_language}_COMPILER} is not possible: the compiler for a board is that "
                        "of a toolchain file. Use TFM_TOOLCHAIN_FILE with cmake/toolchain-armv8m-clang.cmake, or with a file of your "
                        "own. (-UCMAKE_${_language}_COMPILER removes the option.)")
  endif()
endforeach()

set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_ASM_COMPILER arm-none-eabi-gcc)
set(CMAKE_OBJCOPY arm-none-eabi-objcopy)
set(CMAKE_NM arm-none-eabi-gcc-nm)
set(CMAKE_SIZE arm-none-eabi-size)

set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TFM_PLATFORM CONFIG_TFM_ENABLE_FP CONFIG_TFM_ENABLE_MVE CONFIG_TFM_ENABLE_MVE_FP)
include("${CMAKE_CURRENT_LIST_DIR}/Processor.cmake")
foreach(language IN ITEMS C CXX ASM)
  set(CMAKE_${language}_FLAGS_INIT "${POSTERN_PROCESSOR_FLAGS}")
  set(CMAKE_${language}_FLAGS_DEBUG_INIT "-Og")  # without it the stacks of the manifests are too small
endforeach()

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
