/* SPDX-License-Identifier: Apache-2.0 */

/* The service on a device that lacks something, which CMakeLists.txt says. WITHOUT_STATUS: the answer. */
#include <string.h>

#include "tokens.h"

static uint8_t token[PSA_INITIAL_ATTEST_MAX_TOKEN_SIZE];

STORY(no_token_is_made, "SLS-1") {
  size_t size = 1;
  EXPECT_EQ(psa_initial_attest_get_token(challenge, PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32, token, sizeof token, &size),
            WITHOUT_STATUS);
  EXPECT_EQ(size, 0);
  for (size_t i = 0; i < sizeof token; i++) {
    EXPECT_EQ(token[i], 0);
  }
}

STORY(a_challenge_of_another_size_is_still_an_invalid_argument, "SLS-1") {
  size_t size = 1;
  EXPECT_EQ(psa_initial_attest_get_token(challenge, 1, token, sizeof token, &size), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_initial_attest_get_token_size(1, &size), PSA_ERROR_INVALID_ARGUMENT);
}

STORY(the_size_is_known_if_the_device_is, "SLS-1") {
  size_t size = 0;
  const psa_status_t status = psa_initial_attest_get_token_size(PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32, &size);
  EXPECT_EQ(status, WITHOUT_STATUS == PSA_ERROR_SERVICE_FAILURE ? PSA_ERROR_SERVICE_FAILURE : PSA_SUCCESS);
}

int main(void) {
  static const struct story stories[] = {TOLD(no_token_is_made),
                                         TOLD(a_challenge_of_another_size_is_still_an_invalid_argument),
                                         TOLD(the_size_is_known_if_the_device_is)};
  run_stories(WITHOUT_SUITE, stories, sizeof stories / sizeof stories[0]);
}
