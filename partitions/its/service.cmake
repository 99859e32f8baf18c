# SPDX-License-Identifier: Apache-2.0

# Internal Trusted Storage (cmake/Services.cmake). Its flash is ITS_FLASH, with the functions of
# partitions/storage/flash.h.
set(SERVICE_CLIENT tfm_its_api.c)
set(SERVICE_HEADERS psa/internal_trusted_storage.h psa/storage_common.h tfm_its_defs.h)
set(SERVICE_MANIFEST_LIST "${CMAKE_CURRENT_LIST_DIR}/manifest_list.yaml")
set(SERVICE_SIZES ITS_STACK_SIZE)

set(_region devices.yaml)
if(TFM_PLATFORM STREQUAL "host")
  set(_region "")
  set(SERVICE_MANIFEST_LIST "${CMAKE_CURRENT_LIST_DIR}/host/manifest_list.yaml")
endif()
_postern_use_flash(ITS "${_region}" doc/services.md _driver)

postern_add_partition(TFM_SP_ITS
  SOURCES "${CMAKE_CURRENT_LIST_DIR}/its.cpp" "${POSTERN_ROOT}/partitions/storage/store.cpp"
          "${POSTERN_ROOT}/partitions/storage/crc.cpp" "${_driver}"
  INCLUDES "${POSTERN_ROOT}/partitions/storage" "${POSTERN_ROOT}/interface/include" "${POSTERN_ROOT}")
