# SPDX-License-Identifier: Apache-2.0

# The Crypto service. Its library is Mbed TLS, of which an image has its own copy of what it uses.
set(crypto_here "${CMAKE_CURRENT_LIST_DIR}")
include("${crypto_here}/library.cmake")

# The seed comes from a file of the product or of the board: POSTERN_ENTROPY, or crypto_entropy.c of the board's folder; if
# there is none, from the region CRYPTO_SEED, to which a loader writes it. The device key comes from such a file, too. A
# region that either needs is in a file of the product's, or beside the board.yaml; the service then owns it.
set(crypto_regions)
foreach(region IN ITEMS CRYPTO_SEED DEVICE_KEY)
  string(TOLOWER "${region}.yaml" crypto_file)
  _postern_product_has_region(${region} crypto_${region})
  if(NOT crypto_${region} AND EXISTS "${POSTERN_BOARD}/${crypto_file}")
    set(crypto_${region} TRUE)
    list(APPEND SERVICE_BOARD_FILES "${POSTERN_BOARD}/${crypto_file}")
  endif()
  if(crypto_${region})
    list(APPEND crypto_regions "{name: ${region}, permission: READ-WRITE}")
  endif()
endforeach()
_postern_source_of(POSTERN_DEVICE_KEY device_key.c crypto_device_key)
if(NOT crypto_device_key)
  set(crypto_device_key "${crypto_here}/device_key/none.c")
endif()
_postern_source_of(POSTERN_ENTROPY crypto_entropy.c crypto_entropy)
if(NOT crypto_entropy AND crypto_CRYPTO_SEED)
  set(crypto_entropy "${crypto_here}/entropy/region.c")
elseif(NOT crypto_entropy)
  set(crypto_entropy "${crypto_here}/entropy/none.c")
endif()
# On QEMU the runner is the loader. It writes to the region of the board.
get_property(crypto_has_seed GLOBAL PROPERTY POSTERN_IMAGE_${image}_SEED SET)
if(NOT crypto_has_seed AND EXISTS "${POSTERN_BOARD}/crypto_seed.yaml")
  file(STRINGS "${POSTERN_BOARD}/crypto_seed.yaml" crypto_seed REGEX "CRYPTO_SEED:")
  string(REGEX MATCH "0x[0-9A-Fa-f]+" crypto_seed "${crypto_seed}")
  set_property(GLOBAL PROPERTY POSTERN_IMAGE_${image}_SEED "${crypto_seed}")
endif()
if(crypto_regions)
  list(JOIN crypto_regions ", " crypto_regions)
  set(crypto_regions "mmio_regions: [${crypto_regions}]")
endif()
set(crypto_defines ${POSTERN_MBEDTLS_DEFINES})
if(POSTERN_TRIAL_DEVICE_KEY)  # for all images; one image has it in its DEFINES
  list(APPEND crypto_defines POSTERN_TRIAL_DEVICE_KEY=1)
endif()
# The SFN backend has one stack, of half of what the manifests ask for together (SCH-22). It has to be enough for this one.
set(crypto_stack CRYPTO_STACK_SIZE)
if(CONFIG_TFM_SPM_BACKEND STREQUAL "SFN")
  set(crypto_stack "CRYPTO_STACK_SIZE * 2")
endif()
set(crypto_folder "${CMAKE_BINARY_DIR}/services/crypto")
foreach(file IN ITEMS crypto manifest_list)
  configure_file("${crypto_here}/${file}.yaml.in" "${crypto_folder}/${file}.yaml" @ONLY)
endforeach()

set(crypto_sources partition.cpp dispatcher.cpp pieces.cpp operations.cpp keys.cpp random.cpp builtin_key.cpp no_storage.c)
list(TRANSFORM crypto_sources PREPEND "${crypto_here}/")
list(APPEND crypto_sources "${crypto_entropy}" "${crypto_device_key}")
postern_add_partition(TFM_SP_CRYPTO SOURCES ${crypto_sources}
                      INCLUDES "${crypto_here}" "${crypto_here}/entropy" "${crypto_here}/device_key" "${POSTERN_ROOT}" ${POSTERN_MBEDTLS_INCLUDES} "${POSTERN_ROOT}/interface/include"
                      DEFINES ${crypto_defines} CRYPTO_HEAP_SIZE=${CRYPTO_HEAP_SIZE}
                      LIBRARIES postern_mbedtls)
set(SERVICE_MANIFEST_LIST "${crypto_folder}/manifest_list.yaml")
set(SERVICE_CLIENT tfm_crypto_api.c)
set(SERVICE_HEADERS psa/crypto.h psa/build_info.h tfm_crypto_client_config.h tfm_crypto_algorithms.h tfm_crypto_defs.h)
set(SERVICE_SIZES CRYPTO_STACK_SIZE)
set(SERVICE_LIBRARY_INCLUDES "${POSTERN_MBEDTLS}/include")
