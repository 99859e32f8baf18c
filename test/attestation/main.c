/* SPDX-License-Identifier: Apache-2.0 */

/* Every answer of the Attestation service to the non-secure world. What is in a token and whether its signature holds
 * is checked on the PC: verify.sh. */
#include <string.h>

#include "psa/client.h"
#include "psa/crypto.h"
#include "psa_manifest/sid.h"
#include "tfm_attest_defs.h"
#include "tokens.h"

enum { SMALL = 31, WRONG_TYPE = 1003, FRONT = 7, KEY_SIZE = 32, NEIGHBOURS = 64 };

static uint8_t token[PSA_INITIAL_ATTEST_MAX_TOKEN_SIZE];

static void expect_token(size_t challenge_size) {
  static const uint8_t front[FRONT] = {0xD2, 0x84, 0x43, 0xA1, 0x01, 0x26, 0xA0};
  size_t announced = 0;
  size_t size = 0;

  EXPECT_EQ(psa_initial_attest_get_token_size(challenge_size, &announced), PSA_SUCCESS);
  (void)memset(token, 0, sizeof token);
  EXPECT_EQ(psa_initial_attest_get_token(challenge, challenge_size, token, announced, &size), PSA_SUCCESS);
  EXPECT_EQ(size, announced);
  EXPECT(size <= sizeof token);
  EXPECT_EQ(memcmp(token, front, sizeof front), 0);
}

STORY(a_token_is_made_for_a_challenge_of_32_bytes, "SLS-1") { expect_token(PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32); }
STORY(a_token_is_made_for_a_challenge_of_48_bytes, "SLS-1") { expect_token(PSA_INITIAL_ATTEST_CHALLENGE_SIZE_48); }
STORY(a_token_is_made_for_a_challenge_of_64_bytes, "SLS-1") { expect_token(PSA_INITIAL_ATTEST_CHALLENGE_SIZE_64); }

STORY(a_challenge_of_another_size_is_an_invalid_argument, "SLS-1") {
  static const size_t sizes[] = {0, 1, 31, 33, 47, 49, 63, 65};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    size_t size = 1;
    EXPECT_EQ(psa_initial_attest_get_token(challenge, sizes[i], token, sizeof token, &size),
              PSA_ERROR_INVALID_ARGUMENT);
    EXPECT_EQ(size, 0);
    EXPECT_EQ(psa_initial_attest_get_token_size(sizes[i], &size), PSA_ERROR_INVALID_ARGUMENT);
  }
}

STORY(a_buffer_that_is_too_small_gets_nothing, "SLS-1") {
  size_t needed = 0;
  size_t size = 1;
  EXPECT_EQ(psa_initial_attest_get_token_size(PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32, &needed), PSA_SUCCESS);
  (void)memset(token, 0, sizeof token);
  EXPECT_EQ(psa_initial_attest_get_token(challenge, PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32, token, needed - 1, &size),
            PSA_ERROR_BUFFER_TOO_SMALL);
  EXPECT_EQ(size, 0);
  EXPECT_EQ(psa_initial_attest_get_token(challenge, PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32, token, SMALL, &size),
            PSA_ERROR_BUFFER_TOO_SMALL);
  for (size_t i = 0; i < sizeof token; i++) {
    EXPECT_EQ(token[i], 0);
  }
}

STORY(no_buffer_is_an_invalid_argument, "SLS-1") {
  size_t size = 1;
  EXPECT_EQ(psa_initial_attest_get_token(challenge, PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32, token, 0, &size),
            PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(size, 0);
}

static psa_status_t answer_to(int32_t type, size_t in_size, size_t out_size) {
  static const uint32_t size_of_challenge[2] = {PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32};
  const psa_invec in = {size_of_challenge, in_size};
  psa_outvec out = {token, out_size};
  return psa_call(TFM_ATTESTATION_SERVICE_HANDLE, type, &in, 1, &out, 1);
}

/* What no client function sends. */
STORY(a_message_of_another_form_is_refused, "SLS-1") {
  EXPECT_EQ(answer_to(TFM_ATTEST_GET_TOKEN_SIZE, 4, 4), PSA_SUCCESS);
  EXPECT_EQ(answer_to(TFM_ATTEST_GET_TOKEN_SIZE, 8, 4), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(answer_to(TFM_ATTEST_GET_TOKEN_SIZE, 3, 4), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(answer_to(TFM_ATTEST_GET_TOKEN_SIZE, 4, 3), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(answer_to(TFM_ATTEST_GET_TOKEN_SIZE, 4, 8), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(answer_to(WRONG_TYPE, 4, 4), PSA_ERROR_NOT_SUPPORTED);
  for (int32_t type = TFM_ATTEST_GET_TOKEN; type <= TFM_ATTEST_GET_TOKEN_SIZE; type++) {
    EXPECT_EQ(psa_call(TFM_ATTESTATION_SERVICE_HANDLE, type, NULL, 0, NULL, 0), PSA_ERROR_INVALID_ARGUMENT);
  }
}

/* The library gives neighbouring names to keys. The story finds one of its own there, and no other one. */
STORY(the_key_of_the_device_does_not_exist_for_a_client, "CID-1") {
  const psa_algorithm_t algorithm = PSA_ALG_ECDSA(PSA_ALG_SHA_256);
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t own = 0;
  size_t found = 0;

  psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
  psa_set_key_algorithm(&attributes, algorithm);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_MESSAGE);
  EXPECT_EQ(psa_import_key(&attributes, challenge + 1, KEY_SIZE, &own), PSA_SUCCESS);
  for (psa_key_id_t key = own - NEIGHBOURS; key <= own + NEIGHBOURS; key++) {
    size_t length = 0;
    const psa_status_t status =
        psa_sign_message(key, algorithm, challenge, sizeof challenge, token, sizeof token, &length);
    EXPECT_EQ(status, key == own ? PSA_SUCCESS : PSA_ERROR_INVALID_HANDLE);
    found += status == PSA_SUCCESS;
  }
  EXPECT_EQ(found, 1);
  EXPECT_EQ(psa_destroy_key(own), PSA_SUCCESS);
}

int main(void) {
  static const struct story stories[] = {
      TOLD(a_token_is_made_for_a_challenge_of_32_bytes), TOLD(a_token_is_made_for_a_challenge_of_48_bytes),
      TOLD(a_token_is_made_for_a_challenge_of_64_bytes), TOLD(a_challenge_of_another_size_is_an_invalid_argument),
      TOLD(a_buffer_that_is_too_small_gets_nothing),     TOLD(no_buffer_is_an_invalid_argument),
      TOLD(a_message_of_another_form_is_refused),        TOLD(the_key_of_the_device_does_not_exist_for_a_client),
  };
  print_tokens_if_wanted();
  run_stories("attestation", stories, sizeof stories / sizeof stories[0]);
}
