# SPDX-License-Identifier: Apache-2.0

# find_package(Postern): postern_add_partition() and postern_add_image() for a project outside this tree, and
# Postern::client. The rest is the same code and the same data that a build of the tree uses.
#
# The project is configured with the toolchain file of this package (share/postern/cmake/toolchain-armv8m.cmake) and
# with TFM_PLATFORM; find_package() is called in its top-level CMakeLists.txt.
cmake_policy(VERSION 3.22)
if(COMMAND postern_add_image)
  return()
endif()

get_filename_component(_postern_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT POSTERN_TOOL)
  set(POSTERN_TOOL "${_postern_prefix}/bin/postern")
endif()
get_property(_enabled GLOBAL PROPERTY ENABLED_LANGUAGES)
foreach(_language IN ITEMS C CXX ASM)
  if(NOT _language IN_LIST _enabled)  # a toolchain file names its compiler all the same
    enable_language(${_language})
  endif()
endforeach()

set(_postern_module_path "${CMAKE_MODULE_PATH}")
list(PREPEND CMAKE_MODULE_PATH "${_postern_prefix}/share/postern/cmake")
include(Options)
include(Postern)
set(CMAKE_MODULE_PATH "${_postern_module_path}")
foreach(_option IN ITEMS TFM_EXTRA_MANIFEST_LIST_FILES TFM_EXTRA_PARTITION_PATHS)
  if(${_option})
    message(FATAL_ERROR "${_option} is for a build of Postern's tree. A project names its lists in postern_add_image(), and its "
                        "partitions by postern_add_partition(). (-U${_option} removes it.)")
  endif()
endforeach()

# For a non-secure program that postern_add_image() does not build; in those that it does, all of this is already.
add_library(Postern::client INTERFACE IMPORTED GLOBAL)
target_include_directories(Postern::client INTERFACE "${POSTERN_ROOT}/include")
target_sources(Postern::client INTERFACE "${POSTERN_ROOT}/client/psa_client.c"
                                         "${POSTERN_ROOT}/client/tfm_ns_interface_bare.c")
