# SPDX-License-Identifier: Apache-2.0

# The interface of the secure image as targets: headers and options.
get_filename_component(_spe "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

add_library(psa_interface INTERFACE IMPORTED)
target_include_directories(psa_interface INTERFACE "${_spe}/interface/include")
if(EXISTS "${_spe}/interface/library")  # behind it: a header of ours includes the one of the library
  target_include_directories(psa_interface INTERFACE "${_spe}/interface/library")
endif()

add_library(tfm_config INTERFACE IMPORTED)
target_include_directories(tfm_config INTERFACE "${_spe}/config")
target_link_libraries(tfm_config INTERFACE psa_interface)
