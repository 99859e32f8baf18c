/* SPDX-License-Identifier: Apache-2.0 */

/* Initial Attestation: PSA Certified Attestation API 1.0. A token says, signed by the device, which device this is, in
 * which state, and which programs it runs. A verifier sends a challenge; the token contains it, so an old token does
 * not pass for a new one. */
#ifndef PSA_INITIAL_ATTESTATION_H
#define PSA_INITIAL_ATTESTATION_H

#include <stddef.h>
#include <stdint.h>

#include "psa/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PSA_INITIAL_ATTEST_API_VERSION_MAJOR 1
#define PSA_INITIAL_ATTEST_API_VERSION_MINOR 0

/* The sizes of a challenge, in bytes. */
#define PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32 32u
#define PSA_INITIAL_ATTEST_CHALLENGE_SIZE_48 48u
#define PSA_INITIAL_ATTEST_CHALLENGE_SIZE_64 64u

/* No token of this service is larger, in bytes. */
#define PSA_INITIAL_ATTEST_MAX_TOKEN_SIZE 0x280

/* Writes a token with this challenge, and sets `token_size` to its size. PSA_ERROR_INVALID_ARGUMENT: a challenge of
 * another size, or no buffer at all. PSA_ERROR_BUFFER_TOO_SMALL: ask for the size first. PSA_ERROR_SERVICE_FAILURE: the
 * device has no key or no identity. PSA_ERROR_GENERIC_ERROR: it could not be signed, for example without a source of
 * random numbers. After an error `token_size` is 0. */
psa_status_t psa_initial_attest_get_token(const uint8_t* auth_challenge, size_t challenge_size, uint8_t* token_buf,
                                          size_t token_buf_size, size_t* token_size);

/* Sets `token_size` to the size of the caller's token for a challenge of this size. PSA_ERROR_INVALID_ARGUMENT,
 * PSA_ERROR_SERVICE_FAILURE: as above. */
psa_status_t psa_initial_attest_get_token_size(size_t challenge_size, size_t* token_size);

#ifdef __cplusplus
}
#endif

#endif
