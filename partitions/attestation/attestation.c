/* SPDX-License-Identifier: Apache-2.0 */

/* The Initial Attestation service. The device's key is in the Crypto service, as a key of this partition that cannot be
 * exported; here is only its name. What the programs were measured as comes from boot, which ran before them. */
#include <string.h>

#include "attest_board.h"
#include "psa/crypto.h"
#include "psa/initial_attestation.h"
#include "psa/lifecycle.h"
#include "psa/service.h"
#include "psa_manifest/tfm_initial_attestation.h"
#include "tfm_attest_defs.h"
#include "token.h"

enum { FIRST, KEY_BITS = 256, MOST_CHALLENGE = PSA_INITIAL_ATTEST_CHALLENGE_SIZE_64 };

/* Boot writes these (port/armv8m/services/measure.cpp): SHA-256 of the secure and of the non-secure program. */
uint8_t tfm_attest_measurements[2][TOKEN_HASH_SIZE];

static psa_key_id_t device_key; /* 0: there is none, and no token */
static uint8_t instance_id[TOKEN_INSTANCE_SIZE];
static uint8_t implementation_id[TOKEN_HASH_SIZE];
static uint8_t boot_seed[TOKEN_HASH_SIZE];
static struct token_claims device; /* the claims that are the same for each token */

static psa_key_id_t take_key(void) {
  uint8_t secret[ATTEST_KEY_SIZE];
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t key = 0;

  if (!attest_device_key(secret)) {
    return 0;
  }
  psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
  psa_set_key_bits(&attributes, KEY_BITS);
  psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_MESSAGE);
  const psa_status_t status = psa_import_key(&attributes, secret, sizeof secret, &key);
  explicit_bzero(secret, sizeof secret);
  return status == PSA_SUCCESS ? key : 0;
}

/* The instance id names the device: 1, and the hash of the public key. */
static psa_status_t name_device(psa_key_id_t key) {
  uint8_t point[1 + 2 * ATTEST_KEY_SIZE];
  size_t length;
  psa_status_t status = psa_export_public_key(key, point, sizeof point, &length);

  if (status == PSA_SUCCESS) {
    status = psa_hash_compute(PSA_ALG_SHA_256, point, length, instance_id + 1, sizeof instance_id - 1, &length);
  }
  instance_id[0] = 1;
  return status;
}

/* A device that lacks something is a device without attestation, whose other services work. */
psa_status_t tfm_attest_init(void) {
  const psa_key_id_t key = take_key();

  if (key == 0 || name_device(key) != PSA_SUCCESS || !attest_implementation_id(implementation_id)) {
    return PSA_SUCCESS;
  }
  const int has_seed = attest_boot_seed(boot_seed) || psa_generate_random(boot_seed, sizeof boot_seed) == PSA_SUCCESS;
  device.instance_id = instance_id;
  device.implementation_id = implementation_id;
  device.boot_seed = has_seed ? boot_seed : NULL;
  if (!attest_lifecycle(&device.lifecycle)) {
    device.lifecycle = psa_rot_lifecycle_state();
  }
  device.certification_reference = attest_certification_reference();
  device.secure_program = tfm_attest_measurements[0];
  device.non_secure_program = tfm_attest_measurements[1];
  device.verifier = attest_verifier();
  device_key = key;
  return PSA_SUCCESS;
}

static int is_challenge(size_t size) {
  return size == PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32 || size == PSA_INITIAL_ATTEST_CHALLENGE_SIZE_48 ||
         size == PSA_INITIAL_ATTEST_CHALLENGE_SIZE_64;
}

/* What both requests check first, with the size of a challenge. */
static psa_status_t begin(const psa_msg_t* message, size_t size, struct token_claims* claims) {
  if (!is_challenge(size)) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  *claims = device;
  claims->client = message->client_id;
  claims->challenge_size = size;
  return device_key == 0 ? PSA_ERROR_SERVICE_FAILURE : PSA_SUCCESS;
}

static psa_status_t get_token(const psa_msg_t* message) {
  static uint8_t space[TOKEN_AT + PSA_INITIAL_ATTEST_MAX_TOKEN_SIZE];
  uint8_t challenge[MOST_CHALLENGE] = {0};
  uint8_t signature[TOKEN_SIGNATURE_SIZE];
  size_t length;
  struct token_claims claims;

  const psa_status_t refusal = begin(message, message->in_size[FIRST], &claims);
  if (refusal != PSA_SUCCESS) {
    return refusal;
  }
  if (message->out_size[FIRST] == 0) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  psa_read(message->handle, FIRST, challenge, claims.challenge_size);
  claims.challenge = challenge;
  if (token_size(&claims) > message->out_size[FIRST]) {
    return PSA_ERROR_BUFFER_TOO_SMALL;
  }
  const size_t signed_size = token_to_sign(&claims, space, sizeof space);
  if (signed_size == 0 || psa_sign_message(device_key, PSA_ALG_ECDSA(PSA_ALG_SHA_256), space, signed_size, signature,
                                           sizeof signature, &length) != PSA_SUCCESS) {
    return PSA_ERROR_GENERIC_ERROR;
  }
  psa_write(message->handle, FIRST, space + TOKEN_AT, token_finish(space, signed_size, signature));
  return PSA_SUCCESS;
}

static psa_status_t get_token_size(const psa_msg_t* message) {
  static const uint8_t any_challenge[MOST_CHALLENGE];
  uint32_t size;
  struct token_claims claims;

  if (message->in_size[FIRST] != sizeof size || message->out_size[FIRST] != sizeof size) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  psa_read(message->handle, FIRST, &size, sizeof size);
  const psa_status_t refusal = begin(message, size, &claims);
  if (refusal != PSA_SUCCESS) {
    return refusal;
  }
  claims.challenge = any_challenge;
  size = token_size(&claims);
  psa_write(message->handle, FIRST, &size, sizeof size);
  return PSA_SUCCESS;
}

psa_status_t tfm_attestation_service_sfn(const psa_msg_t* message) {
  switch (message->type) {
    case TFM_ATTEST_GET_TOKEN: return get_token(message);
    case TFM_ATTEST_GET_TOKEN_SIZE: return get_token_size(message);
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
