/* SPDX-License-Identifier: Apache-2.0 */

#include "token.h"

#include <string.h>

#include "cbor.h"

enum claim {
  NONCE = 10,
  UEID = 256,
  PROFILE = 265,
  BOOT_SEED = 268,
  CLIENT_ID = 2394,
  LIFECYCLE = 2395,
  IMPLEMENTATION_ID = 2396,
  CERTIFICATION_REFERENCE = 2398,
  COMPONENTS = 2399,
  VERIFIER = 2400,
};

enum component { TYPE = 1, VALUE = 2, SIGNER = 5, ALGORITHM = 6 };

enum { COSE_SIGN1 = 18, COSE_FIELDS = 4, ALWAYS_THERE = 7, COMPONENT_FIELDS = 4 };

static const uint8_t protected_header[] = {0xA1, 0x01, 0x26}; /* a map: 1, the algorithm, is -7, ES256 */
static const uint8_t unknown_signer[TOKEN_HASH_SIZE];

static void claim_bytes(struct cbor* to, enum claim claim, const uint8_t* bytes, size_t length) {
  if (bytes != NULL) {
    cbor_unsigned(to, claim);
    cbor_bytes(to, bytes, length);
  }
}

static void claim_text(struct cbor* to, enum claim claim, const char* text) {
  if (text != NULL) {
    cbor_unsigned(to, claim);
    cbor_text(to, text);
  }
}

/* The names are those of TF-M's tokens. Without a boot loader a program has no version, and the signer, which the
 * profile requires, is all zeros: unknown. */
static void component(struct cbor* to, const char* type, const uint8_t* hash) {
  cbor_map(to, COMPONENT_FIELDS);
  cbor_unsigned(to, TYPE);
  cbor_text(to, type);
  cbor_unsigned(to, VALUE);
  cbor_bytes(to, hash, TOKEN_HASH_SIZE);
  cbor_unsigned(to, SIGNER);
  cbor_bytes(to, unknown_signer, sizeof unknown_signer);
  cbor_unsigned(to, ALGORITHM);
  cbor_text(to, "sha-256");
}

static void write_claims(struct cbor* to, const struct token_claims* claims) {
  cbor_map(to, ALWAYS_THERE + (uint32_t)(claims->boot_seed != NULL) +
                   (uint32_t)(claims->certification_reference != NULL) + (uint32_t)(claims->verifier != NULL));
  claim_bytes(to, NONCE, claims->challenge, claims->challenge_size);
  claim_bytes(to, UEID, claims->instance_id, TOKEN_INSTANCE_SIZE);
  claim_text(to, PROFILE, "tag:psacertified.org,2023:psa#tfm");
  claim_bytes(to, BOOT_SEED, claims->boot_seed, TOKEN_HASH_SIZE);
  cbor_unsigned(to, CLIENT_ID);
  cbor_integer(to, claims->client);
  cbor_unsigned(to, LIFECYCLE);
  cbor_unsigned(to, claims->lifecycle);
  claim_bytes(to, IMPLEMENTATION_ID, claims->implementation_id, TOKEN_HASH_SIZE);
  claim_text(to, CERTIFICATION_REFERENCE, claims->certification_reference);
  cbor_unsigned(to, COMPONENTS);
  cbor_array(to, 2);
  component(to, "SPE", claims->secure_program);
  component(to, "NSPE", claims->non_secure_program);
  claim_text(to, VERIFIER, claims->verifier);
}

static size_t size_of_claims(const struct token_claims* claims) {
  struct cbor counted = {NULL, 0, 0};
  write_claims(&counted, claims);
  return counted.size;
}

/* Sig_structure of RFC 9052, section 4.4. */
static void write_to_sign(struct cbor* to, const struct token_claims* claims) {
  cbor_array(to, COSE_FIELDS);
  cbor_text(to, "Signature1");
  cbor_bytes(to, protected_header, sizeof protected_header);
  cbor_bytes(to, NULL, 0); /* no external data */
  cbor_bytes_head(to, size_of_claims(claims));
  write_claims(to, claims);
}

/* What stands before the claims in the token. */
static void write_front(struct cbor* to) {
  cbor_tag(to, COSE_SIGN1);
  cbor_array(to, COSE_FIELDS);
  cbor_bytes(to, protected_header, sizeof protected_header);
  cbor_map(to, 0);
}

static size_t size_of_token(size_t signed_size) {
  return signed_size - TOKEN_AT + 2 + TOKEN_SIGNATURE_SIZE; /* the head of the signature has 2 bytes */
}

size_t token_size(const struct token_claims* claims) {
  struct cbor counted = {NULL, 0, 0};
  write_to_sign(&counted, claims);
  return size_of_token(counted.size);
}

size_t token_to_sign(const struct token_claims* claims, uint8_t* space, size_t room) {
  struct cbor to = {space, room, 0};
  write_to_sign(&to, claims);
  return TOKEN_AT + size_of_token(to.size) <= room ? to.size : 0;
}

size_t token_finish(uint8_t* space, size_t signed_size, const uint8_t signature[TOKEN_SIGNATURE_SIZE]) {
  const size_t size = size_of_token(signed_size);
  struct cbor front = {space + TOKEN_AT, size, 0};
  write_front(&front);
  struct cbor end = {space, TOKEN_AT + size, signed_size};
  cbor_bytes(&end, signature, TOKEN_SIGNATURE_SIZE);
  return size;
}
