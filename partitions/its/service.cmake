# SPDX-License-Identifier: Apache-2.0

# Internal Trusted Storage (cmake/Services.cmake). Its flash is a region ITS_FLASH of the board, and a driver of the
# functions in partitions/storage/flash.h:
#
#   the region   an entry ITS_FLASH of a file in POSTERN_EXTRA_BOARD_FILES, or flash/devices.yaml of the board's folder
#   the driver   POSTERN_ITS_FLASH_DRIVER, or flash/its_flash.cpp of the board's folder, or that of the boards of QEMU
set(SERVICE_CLIENT tfm_its_api.c)
set(SERVICE_HEADERS psa/internal_trusted_storage.h psa/storage_common.h tfm_its_defs.h)
set(SERVICE_MANIFEST_LIST "${CMAKE_CURRENT_LIST_DIR}/manifest_list.yaml")
set(SERVICE_SIZES ITS_STACK_SIZE)

set(_driver "${POSTERN_BOARD}/flash/its_flash.cpp")
if(POSTERN_ITS_FLASH_DRIVER)
  cmake_path(ABSOLUTE_PATH POSTERN_ITS_FLASH_DRIVER BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _driver)
elseif(NOT EXISTS "${_driver}")
  set(_driver "${POSTERN_ROOT}/board/arm/common/flash/its_flash.cpp")
endif()

set(_region)
foreach(_file IN LISTS POSTERN_EXTRA_BOARD_FILES)
  cmake_path(ABSOLUTE_PATH _file BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE)
  file(STRINGS "${_file}" _line REGEX "^ *ITS_FLASH:")
  list(APPEND _region ${_line})
endforeach()
if(TFM_PLATFORM STREQUAL "host")  # where nothing has a fixed address
  set(SERVICE_MANIFEST_LIST "${CMAKE_CURRENT_LIST_DIR}/host/manifest_list.yaml")
elseif(NOT _region)
  set(SERVICE_BOARD_FILES "${POSTERN_BOARD}/flash/devices.yaml")
  if(NOT EXISTS "${SERVICE_BOARD_FILES}")
    message(FATAL_ERROR "TFM_PARTITION_INTERNAL_TRUSTED_STORAGE=ON needs flash, and ${TFM_PLATFORM} has no flash/devices.yaml. "
                        "Name a region ITS_FLASH in a file of POSTERN_EXTRA_BOARD_FILES, and its driver in "
                        "POSTERN_ITS_FLASH_DRIVER: doc/services.md.")
  endif()
endif()

postern_add_partition(TFM_SP_ITS
  SOURCES "${CMAKE_CURRENT_LIST_DIR}/its.cpp" "${POSTERN_ROOT}/partitions/storage/store.cpp"
          "${POSTERN_ROOT}/partitions/storage/crc.cpp" "${_driver}"
  INCLUDES "${POSTERN_ROOT}/partitions/storage" "${POSTERN_ROOT}/interface/include")
