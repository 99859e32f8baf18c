/* SPDX-License-Identifier: Apache-2.0 */

/* Protected Storage where Crypto has no seed: nothing can be written, and the rest works. */
#include "psa/crypto.h"
#include "psa/protected_storage.h"
#include "scenario.h"

STORY(without_a_seed_nothing_is_written, "SLS-1") {
  struct psa_storage_info_t info;

  for (int i = 0; i < 3; i++) {
    EXPECT_EQ(psa_ps_set(1, 1, "x", PSA_STORAGE_FLAG_NONE), PSA_ERROR_INSUFFICIENT_ENTROPY);
    EXPECT_EQ(psa_ps_create(2, 1, PSA_STORAGE_FLAG_NONE), PSA_ERROR_INSUFFICIENT_ENTROPY);
    EXPECT_EQ(psa_ps_get_info(1, &info), PSA_ERROR_DOES_NOT_EXIST);
  }
}

int main(void) {
  static const struct story stories[] = {TOLD(without_a_seed_nothing_is_written)};

  run_stories("ps_unseeded", stories, sizeof stories / sizeof stories[0]);
}
