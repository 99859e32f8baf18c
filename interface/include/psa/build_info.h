// SPDX-License-Identifier: Apache-2.0

/* The headers of the Crypto API are those of Mbed TLS, behind this folder on the include path, as a client sees them.
 */
#ifndef POSTERN_CRYPTO_CLIENT_BUILD_INFO_H
#define POSTERN_CRYPTO_CLIENT_BUILD_INFO_H

#define MBEDTLS_CONFIG_FILE "tfm_crypto_client_config.h"
#define MBEDTLS_PSA_CRYPTO_CONFIG_FILE "tfm_crypto_algorithms.h"

#endif
#include_next "psa/build_info.h"
