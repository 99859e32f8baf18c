/* SPDX-License-Identifier: Apache-2.0 */

/* A PSA token (RFC 9783): its claims, and COSE_Sign1 (RFC 9052) around them, with ES256. Only the signature comes from
 * elsewhere:
 *
 *     const size_t signed_size = token_to_sign(&claims, space, sizeof space);    what ES256 signs, from space[0] on
 *     sign(space, signed_size, signature)
 *     size = token_finish(space, signed_size, signature)                         the token, from space[TOKEN_AT] on
 *
 * The two forms have the claims in common, and the front of the token is the shorter one, so one buffer holds both. */
#ifndef TOKEN_H
#define TOKEN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  TOKEN_HASH_SIZE = 32,
  TOKEN_INSTANCE_SIZE = 33,
  TOKEN_SIGNATURE_SIZE = 64,
  TOKEN_AT = 10, /* where the token begins in its space */
};

struct token_claims {
  const uint8_t* challenge;
  size_t challenge_size;
  const uint8_t* instance_id;       /* TOKEN_INSTANCE_SIZE */
  const uint8_t* implementation_id; /* TOKEN_HASH_SIZE, like those below */
  const uint8_t* boot_seed;         /* NULL leaves the claim out, like the texts below */
  int32_t client;
  uint32_t lifecycle;
  const char* certification_reference;
  const uint8_t* secure_program; /* what SHA-256 makes of it */
  const uint8_t* non_secure_program;
  const char* verifier;
};

/* Of the whole token. */
size_t token_size(const struct token_claims* claims);

/* Returns the size of what is to be signed, or 0 if the space does not hold it and the signature. */
size_t token_to_sign(const struct token_claims* claims, uint8_t* space, size_t room);
size_t token_finish(uint8_t* space, size_t signed_size, const uint8_t signature[TOKEN_SIGNATURE_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
