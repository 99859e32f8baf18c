/* SPDX-License-Identifier: Apache-2.0 */

/* Every answer of the Attestation service to the non-secure world. What is in a token and whether its signature holds
 * is checked on the PC: verify.sh. */
#include <string.h>

#include "psa/client.h"
#include "psa/crypto.h"
#include "psa_manifest/sid.h"
#include "tokens.h"

enum { SMALL = 31, WRONG_TYPE = 1003, FRONT = 7 };

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

/* What no client function sends. */
STORY(a_message_of_another_form_is_refused, "SLS-1") {
  uint32_t number = PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32;
  const psa_invec short_in = {&number, 3};
  const psa_invec in = {&number, sizeof number};
  psa_outvec short_out = {token, 3};
  psa_outvec out = {token, sizeof number};
  EXPECT_EQ(psa_call(TFM_ATTESTATION_SERVICE_HANDLE, WRONG_TYPE, &in, 1, &out, 1), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_call(TFM_ATTESTATION_SERVICE_HANDLE, 1002, &short_in, 1, &out, 1), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_call(TFM_ATTESTATION_SERVICE_HANDLE, 1002, &in, 1, &short_out, 1), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_call(TFM_ATTESTATION_SERVICE_HANDLE, 1002, NULL, 0, NULL, 0), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_call(TFM_ATTESTATION_SERVICE_HANDLE, 1001, NULL, 0, NULL, 0), PSA_ERROR_INVALID_ARGUMENT);
}

/* Key names are numbers that the library hands out from here on. */
STORY(the_key_of_the_device_does_not_exist_for_a_client, "CID-1") {
  const psa_key_id_t first = 0x7FFFFF00;
  for (psa_key_id_t key = first; key < first + 0x100; key++) {
    size_t length = 0;
    EXPECT_EQ(psa_sign_message(key, PSA_ALG_ECDSA(PSA_ALG_SHA_256), challenge, sizeof challenge, token, sizeof token,
                               &length),
              PSA_ERROR_INVALID_HANDLE);
  }
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
