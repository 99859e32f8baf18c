// SPDX-License-Identifier: Apache-2.0

/* The configuration of Mbed TLS for the Crypto service: what the service calls, and how the library is to be small.
 * What it can compute is in tfm_crypto_algorithms.h. Random numbers come from random.cpp, memory from the partition's
 * heap. */
#define MBEDTLS_PSA_CRYPTO_C
#define MBEDTLS_PSA_CRYPTO_CONFIG
#define MBEDTLS_PSA_CRYPTO_KEY_ID_ENCODES_OWNER
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#define MBEDTLS_PSA_CRYPTO_STORAGE_C
#define MBEDTLS_PSA_KEY_SLOT_COUNT 16
#define MBEDTLS_HMAC_DRBG_C
#define MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS /* no client can change what the dispatcher passes on */

/* Curve P-256 by the small implementation; tables in flash; the smaller of two ways. */
#define MBEDTLS_PSA_P256M_DRIVER_ENABLED
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_SHA512_SMALLER
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0
#define MBEDTLS_MPI_WINDOW_SIZE 1
#define MBEDTLS_MPI_MAX_SIZE 512
