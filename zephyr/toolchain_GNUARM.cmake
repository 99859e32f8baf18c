# SPDX-License-Identifier: Apache-2.0

# The toolchain file that Zephyr names: that of Postern, with the compiler of CROSS_COMPILE.
include("${CMAKE_CURRENT_LIST_DIR}/../cmake/toolchain-armv8m.cmake")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CROSS_COMPILE)
if(CROSS_COMPILE)
  set(CMAKE_C_COMPILER "${CROSS_COMPILE}-gcc")
  set(CMAKE_CXX_COMPILER "${CROSS_COMPILE}-g++")
  set(CMAKE_ASM_COMPILER "${CROSS_COMPILE}-gcc")
  set(CMAKE_OBJCOPY "${CROSS_COMPILE}-objcopy")
  set(CMAKE_NM "${CROSS_COMPILE}-gcc-nm")
  set(CMAKE_SIZE "${CROSS_COMPILE}-size")
endif()
