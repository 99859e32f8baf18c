# SPDX-License-Identifier: Apache-2.0

# For a non-secure project: add_subdirectory() of this folder, then link a program to tfm_api_ns and tfm_api_ns_tz.
#
#   tfm_api_ns     the headers, the dispatch to the gates without an RTOS (weak), and platform_ns
#   tfm_api_ns_tz  psa/client.h, and the addresses of the gates
#   platform_ns    start, memory and printing for the board; with PLATFORM_CUSTOM_NS_FILES they are the project's
cmake_minimum_required(VERSION 3.22)
if(NOT CMAKE_CROSSCOMPILING AND NOT CMAKE_SIZEOF_VOID_P EQUAL 4)
  message(FATAL_ERROR "The project has a compiler for this computer. Use "
                      "-DCMAKE_TOOLCHAIN_FILE=${CMAKE_CURRENT_LIST_DIR}/cmake/toolchain_ns_GNUARM.cmake in a new build directory.")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/cmake/spe_config.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/cmake/spe_export.cmake")
set_target_properties(tfm_config psa_interface PROPERTIES IMPORTED_GLOBAL ON)

set(_interface "${CMAKE_CURRENT_LIST_DIR}/interface")
set(_platform "${CMAKE_CURRENT_LIST_DIR}/platform")

add_library(platform_region_defs INTERFACE)
target_include_directories(platform_region_defs INTERFACE "${_platform}")
target_link_libraries(platform_region_defs INTERFACE tfm_config)

add_library(platform_ns STATIC EXCLUDE_FROM_ALL "${_platform}/ns_start.c" "${_platform}/ns_platform.c")
target_link_libraries(platform_ns PUBLIC platform_region_defs)
target_compile_options(platform_ns PRIVATE -ffunction-sections -fdata-sections)
# No program refers to the start code, so the linker must be told to include it.
target_link_options(platform_ns INTERFACE -nostartfiles --specs=nano.specs -Wl,-u,ns_vectors -Wl,--gc-sections
                    -Wl,--no-warn-rwx-segments -Wl,--orphan-handling=error -T "${_platform}/ns.ld")
set_target_properties(platform_ns PROPERTIES INTERFACE_LINK_DEPENDS "${_platform}/ns.ld")

# Of the services that the secure image has.
set(_services tfm_its_api.c tfm_platform_api.c tfm_crypto_api.c tfm_attest_api.c tfm_ps_api.c)
list(TRANSFORM _services PREPEND "${_interface}/src/")
foreach(_service IN LISTS _services)
  if(NOT EXISTS "${_service}")
    list(REMOVE_ITEM _services "${_service}")
  endif()
endforeach()

add_library(tfm_api_ns STATIC "${_interface}/src/os_wrapper/tfm_ns_interface_bare_metal.c" ${_services})
target_link_libraries(tfm_api_ns PUBLIC platform_region_defs)
if(NOT PLATFORM_CUSTOM_NS_FILES)
  target_link_libraries(tfm_api_ns PUBLIC platform_ns)
endif()

add_library(tfm_api_ns_tz INTERFACE)
target_sources(tfm_api_ns_tz INTERFACE "${_interface}/src/tfm_tz_psa_ns_api.c")
target_link_libraries(tfm_api_ns_tz INTERFACE "${_interface}/lib/s_veneers.o")

add_library(Postern::client ALIAS tfm_api_ns_tz)
