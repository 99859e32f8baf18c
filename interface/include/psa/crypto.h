// SPDX-License-Identifier: Apache-2.0

/* The Crypto API, version 1.2, for clients of the Crypto service: the header of Mbed TLS 3.6, and the functions that it
 * lacks. */
#ifndef POSTERN_CRYPTO_CLIENT_H
#define POSTERN_CRYPTO_CLIENT_H

#include "psa/build_info.h"
#include_next "psa/crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The service answers PSA_ERROR_NOT_SUPPORTED. */
psa_status_t psa_hash_suspend(psa_hash_operation_t* operation, uint8_t* hash_state, size_t hash_state_size,
                              size_t* hash_state_length);
psa_status_t psa_hash_resume(psa_hash_operation_t* operation, const uint8_t* hash_state, size_t hash_state_length);
psa_status_t psa_key_agreement(psa_key_id_t private_key, const uint8_t* peer_key, size_t peer_key_length,
                               psa_algorithm_t alg, const psa_key_attributes_t* attributes, psa_key_id_t* key);
psa_status_t psa_pake_set_context(psa_pake_operation_t* operation, const uint8_t* context, size_t context_len);
psa_status_t psa_pake_get_shared_key(psa_pake_operation_t* operation, const psa_key_attributes_t* attributes,
                                     psa_key_id_t* key);

#ifdef __cplusplus
}
#endif

#endif
