# SPDX-License-Identifier: Apache-2.0

# Mbed TLS as the library postern_mbedtls: the files that PSA Crypto needs, with the configuration of this folder.
set(POSTERN_MBEDTLS "${POSTERN_MBEDTLS_DIR}")
if(NOT POSTERN_MBEDTLS)
  set(POSTERN_MBEDTLS "${POSTERN_ROOT}/build/third_party/mbedtls")
endif()
if(NOT EXISTS "${POSTERN_MBEDTLS}/library/psa_crypto.c")
  message(FATAL_ERROR "The Crypto service needs Mbed TLS, which is not in ${POSTERN_MBEDTLS}: run `./run setup services`, or name "
                      "a source tree of Mbed TLS 3.6 with -DPOSTERN_MBEDTLS_DIR=<folder>.")
endif()
file(STRINGS "${POSTERN_MBEDTLS}/include/mbedtls/build_info.h" _version REGEX "define MBEDTLS_VERSION_STRING ")
string(REGEX MATCH "[0-9]+[.][0-9]+[.][0-9]+" _version "${_version}")
if(_version VERSION_LESS 3.6.6 OR NOT _version VERSION_LESS 3.7)
  message(FATAL_ERROR "${POSTERN_MBEDTLS} is Mbed TLS ${_version}; 3.6.6 or later, before 3.7, is needed.")
endif()

set(_algorithms tfm_crypto_algorithms.h)
set(_p256m "${POSTERN_MBEDTLS}/3rdparty/p256-m")
set(POSTERN_MBEDTLS_INCLUDES "${POSTERN_MBEDTLS}/include" "${_p256m}" "${_p256m}/p256-m")
set(POSTERN_MBEDTLS_DEFINES "MBEDTLS_CONFIG_FILE=\"library_config.h\"" "MBEDTLS_PSA_CRYPTO_CONFIG_FILE=\"${_algorithms}\"")

set(_sources aes asn1parse asn1write bignum bignum_core block_cipher ccm chacha20 chachapoly cipher cipher_wrap cmac
    constant_time ecdh ecdsa ecp ecp_curves gcm hkdf hmac_drbg md oid pkcs5 platform platform_util poly1305 psa_crypto
    psa_crypto_aead psa_crypto_cipher psa_crypto_client psa_crypto_driver_wrappers_no_static psa_crypto_ecp psa_crypto_ffdh
    psa_crypto_hash psa_crypto_mac psa_crypto_pake psa_crypto_rsa psa_crypto_slot_management psa_crypto_storage psa_util
    rsa rsa_alt_helpers sha1 sha256 sha512)
list(TRANSFORM _sources REPLACE "(.+)" "${POSTERN_MBEDTLS}/library/\\1.c")
list(APPEND _sources "${_p256m}/p256-m_driver_entrypoints.c" "${_p256m}/p256-m/p256-m.c")
if(NOT TARGET postern_mbedtls)
  add_library(postern_mbedtls STATIC EXCLUDE_FROM_ALL ${_sources})
  target_include_directories(postern_mbedtls PRIVATE "${CMAKE_CURRENT_LIST_DIR}" ${POSTERN_MBEDTLS_INCLUDES} "${POSTERN_MBEDTLS}/library"
                             "${POSTERN_ROOT}/interface/include" "${POSTERN_ROOT}/include")
  target_compile_definitions(postern_mbedtls PRIVATE ${POSTERN_MBEDTLS_DEFINES})
  target_compile_options(postern_mbedtls PRIVATE ${POSTERN_COMPILE} -fno-builtin)
endif()
