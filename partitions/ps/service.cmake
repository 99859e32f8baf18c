# SPDX-License-Identifier: Apache-2.0

# Protected Storage (cmake/Services.cmake). Its flash is a region PS_FLASH of the board, and a driver of the functions in
# partitions/storage/flash.h:
#
#   the region   an entry PS_FLASH of a file in POSTERN_EXTRA_BOARD_FILES, or flash/ps_devices.yaml of the board's folder
#   the driver   POSTERN_PS_FLASH_DRIVER, or flash/ps_flash.cpp of the board's folder, or that of the boards of QEMU
#
# POSTERN_PS_COUNTERS is the product's file with the counters (counters.h); otherwise they are in Internal Trusted Storage.
set(SERVICE_CLIENT tfm_ps_api.c)
set(SERVICE_HEADERS psa/protected_storage.h psa/storage_common.h tfm_ps_defs.h)
set(SERVICE_MANIFEST_LIST "${CMAKE_CURRENT_LIST_DIR}/manifest_list.yaml")
set(SERVICE_SIZES PS_STACK_SIZE)

_postern_has_service(TFM_PARTITION_CRYPTO "${defines}" "" _has_crypto)
if(NOT _has_crypto)
  message(FATAL_ERROR "TFM_PARTITION_PROTECTED_STORAGE=ON needs the Crypto service in the same image: TFM_PARTITION_CRYPTO=ON.")
endif()

set(_driver "${POSTERN_BOARD}/flash/ps_flash.cpp")
set(_counters "${CMAKE_CURRENT_LIST_DIR}/counters.c")
if(POSTERN_PS_FLASH_DRIVER)
  cmake_path(ABSOLUTE_PATH POSTERN_PS_FLASH_DRIVER BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _driver)
elseif(NOT EXISTS "${_driver}")
  set(_driver "${POSTERN_ROOT}/board/arm/common/flash/ps_flash.cpp")
endif()
if(POSTERN_PS_COUNTERS)
  cmake_path(ABSOLUTE_PATH POSTERN_PS_COUNTERS BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _counters)
endif()

set(_region)
foreach(_file IN LISTS POSTERN_EXTRA_BOARD_FILES)
  cmake_path(ABSOLUTE_PATH _file BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE)
  file(STRINGS "${_file}" _line REGEX "^ *PS_FLASH:")
  list(APPEND _region ${_line})
endforeach()
if(NOT _region)
  set(SERVICE_BOARD_FILES "${POSTERN_BOARD}/flash/ps_devices.yaml")
  if(NOT EXISTS "${SERVICE_BOARD_FILES}")
    message(FATAL_ERROR "TFM_PARTITION_PROTECTED_STORAGE=ON needs flash, and ${TFM_PLATFORM} has no flash/ps_devices.yaml. "
                        "Name a region PS_FLASH in a file of POSTERN_EXTRA_BOARD_FILES, and its driver in "
                        "POSTERN_PS_FLASH_DRIVER: doc/services-ps.md.")
  endif()
endif()

set(_sources partition.cpp requests.cpp objects.cpp seal.cpp)
list(TRANSFORM _sources PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
postern_add_partition(TFM_SP_PS
  SOURCES ${_sources} "${_counters}" "${POSTERN_ROOT}/partitions/storage/store.cpp" "${POSTERN_ROOT}/partitions/storage/crc.cpp" "${_driver}"
  INCLUDES "${CMAKE_CURRENT_LIST_DIR}" "${POSTERN_ROOT}/partitions/storage" "${POSTERN_ROOT}/interface/include")
