/* SPDX-License-Identifier: Apache-2.0 */

/* What works only with what the board gives: random numbers, a token, and storage, which is there after a reset. */
#include <stdint.h>
#include <string.h>

#include "ns_platform.h"
#include "psa/crypto.h"
#include "psa/initial_attestation.h"
#include "psa/protected_storage.h"
#include "tfm_platform_api.h"

enum { NAME = 1, CHALLENGE = 32 };

static void say(const char* what, int is_right) {
  ns_print(is_right ? "ok " : "FAILED ");
  ns_print(what);
  ns_print("\n");
}

int main(void) {
  static uint8_t token[PSA_INITIAL_ATTEST_MAX_TOKEN_SIZE];
  static const uint8_t challenge[CHALLENGE] = {1};
  uint8_t numbers[CHALLENGE] = {0};
  char text[5] = "";
  size_t size = 0;

  if (psa_ps_get(NAME, 0, sizeof text, text, &size) == PSA_ERROR_DOES_NOT_EXIST) {
    say("random numbers from the board's own source",
        psa_generate_random(numbers, sizeof numbers) == PSA_SUCCESS && memcmp(numbers, token, sizeof numbers) != 0);
    say("a token with the board's own key",
        psa_initial_attest_get_token(challenge, sizeof challenge, token, sizeof token, &size) == PSA_SUCCESS);
    say("a protected asset is put", psa_ps_set(NAME, sizeof text, "text", PSA_STORAGE_FLAG_NONE) == PSA_SUCCESS);
    (void)tfm_platform_system_reset();
  }
  say("after a reset it is in the board's own flash", size == sizeof text && strcmp(text, "text") == 0);
  ns_exit(0);
}
