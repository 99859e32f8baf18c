# SPDX-License-Identifier: Apache-2.0

# The Platform service (cmake/Services.cmake). Its counters are assets of Internal Trusted Storage; an image without that
# has none. PLATFORM_SERVICE_IOCTL is the product's file with platform_ioctl() (platform_ioctl.h).
set(SERVICE_CLIENT tfm_platform_api.c)
set(SERVICE_HEADERS tfm_platform_api.h tfm_platform_defs.h)
set(SERVICE_MANIFEST_LIST "${CMAKE_CURRENT_LIST_DIR}/manifest_list.yaml")
set(SERVICE_SIZES PLATFORM_SP_STACK_SIZE)

set(_ioctl "${CMAKE_CURRENT_LIST_DIR}/no_ioctl.c")
set(_product)
if(PLATFORM_SERVICE_IOCTL)
  cmake_path(ABSOLUTE_PATH PLATFORM_SERVICE_IOCTL BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _ioctl)
  cmake_path(GET _ioctl PARENT_PATH _product)
endif()

postern_add_partition(TFM_SP_PLATFORM
  SOURCES "${CMAKE_CURRENT_LIST_DIR}/platform.c" "${CMAKE_CURRENT_LIST_DIR}/counters.c" "${_ioctl}"
  INCLUDES "${CMAKE_CURRENT_LIST_DIR}" "${POSTERN_ROOT}" "${POSTERN_ROOT}/interface/include" ${_product})
