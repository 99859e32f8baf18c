# SPDX-License-Identifier: Apache-2.0

# Initial Attestation (cmake/Services.cmake). Boot measures the two programs before anything else runs. The key and the
# identity are the board's: ATTEST_BOARD, a C file of the product with the functions of attest_board.h, or
# attest/attest_board.c in the board's folder. Without either no token is made.
set(_here "${CMAKE_CURRENT_LIST_DIR}")
if(TFM_PLATFORM STREQUAL "host")
  message(FATAL_ERROR "TFM_PARTITION_INITIAL_ATTESTATION=ON needs a device: on the platform host nothing can be measured.")
endif()
set(SERVICE_CLIENT tfm_attest_api.c)
set(SERVICE_HEADERS psa/initial_attestation.h tfm_attest_defs.h)
set(SERVICE_MANIFEST_LIST "${_here}/manifest_list.yaml")
set(SERVICE_SIZES ATTEST_STACK_SIZE)
set(SERVICE_BOOT_SOURCES "${POSTERN_PORT}/services/measure.cpp")
set(SERVICE_BOOT_NAMES tfm_attest_measurements)

set(_board "${POSTERN_BOARD}/attest/attest_board.c")
if(ATTEST_TRIAL_KEY)
  if(ATTEST_BOARD)
    message(FATAL_ERROR "ATTEST_TRIAL_KEY and ATTEST_BOARD both give the device's key; one of them is expected.")
  endif()
  set(_board "${_here}/board/trial.c")
  list(APPEND SERVICE_BOOT_SOURCES "${POSTERN_PORT}/services/trial_key.cpp")
else()
  list(APPEND SERVICE_BOOT_SOURCES "${POSTERN_PORT}/services/no_trial_key.cpp")
  if(ATTEST_BOARD)
    cmake_path(ABSOLUTE_PATH ATTEST_BOARD BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE _board)
  elseif(NOT EXISTS "${_board}")
    set(_board "${_here}/board/none.c")
  endif()
endif()

postern_add_partition(TFM_SP_INITIAL_ATTESTATION
  SOURCES "${_here}/attestation.c" "${_here}/token.c" "${_here}/cbor.c" "${_board}"
  INCLUDES "${_here}" "${POSTERN_ROOT}/interface/include")
