# SPDX-License-Identifier: Apache-2.0

# Protected Storage (cmake/Services.cmake). Its flash is PS_FLASH, with the functions of partitions/storage/flash.h.
# POSTERN_PS_COUNTERS is the product's file with the counters (counters.h); otherwise they are in Internal Trusted Storage.
set(SERVICE_CLIENT tfm_ps_api.c)
set(SERVICE_HEADERS psa/protected_storage.h psa/storage_common.h tfm_ps_defs.h)
set(SERVICE_MANIFEST_LIST "${CMAKE_CURRENT_LIST_DIR}/manifest_list.yaml")
set(SERVICE_SIZES PS_STACK_SIZE)

_postern_has_service(TFM_PARTITION_CRYPTO "${defines}" "" _has_crypto)
if(NOT _has_crypto)
  message(FATAL_ERROR "TFM_PARTITION_PROTECTED_STORAGE=ON needs the Crypto service in the same image: TFM_PARTITION_CRYPTO=ON.")
endif()

set(_counters "${CMAKE_CURRENT_LIST_DIR}/counters.c")
set(_defines)
if(POSTERN_PS_COUNTERS)
  cmake_path(ABSOLUTE_PATH POSTERN_PS_COUNTERS BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _counters)
  set(_defines PS_OWN_COUNTERS=1)
endif()

_postern_use_flash(PS ps_devices.yaml doc/services-ps.md _driver)

set(_sources partition.cpp requests.cpp objects.cpp seal.cpp)
list(TRANSFORM _sources PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
postern_add_partition(TFM_SP_PS
  SOURCES ${_sources} "${_counters}" "${POSTERN_ROOT}/partitions/storage/store.cpp" "${POSTERN_ROOT}/partitions/storage/crc.cpp" "${_driver}"
  INCLUDES "${CMAKE_CURRENT_LIST_DIR}" "${POSTERN_ROOT}/partitions/storage" "${POSTERN_ROOT}/interface/include" "${POSTERN_ROOT}"
  DEFINES ${_defines})
