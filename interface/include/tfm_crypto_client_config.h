// SPDX-License-Identifier: Apache-2.0

/* The configuration of Mbed TLS's headers for a client of the Crypto service: an operation is a handle. */
#define MBEDTLS_PSA_CRYPTO_CLIENT
#define MBEDTLS_PSA_CRYPTO_CONFIG
