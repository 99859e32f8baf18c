/* SPDX-License-Identifier: Apache-2.0 */

/* Protected Storage on a board without a device key: every request is refused, and nothing replaces the key. */
#include "psa/protected_storage.h"
#include "scenario.h"

STORY(without_a_device_key_everything_is_refused, "SLS-1") {
  struct psa_storage_info_t info;
  uint8_t byte;
  size_t length = 1;

  EXPECT_EQ(psa_ps_set(1, 1, "x", PSA_STORAGE_FLAG_NONE), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_ps_create(1, 1, PSA_STORAGE_FLAG_NONE), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_ps_get(1, 0, 1, &byte, &length), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(psa_ps_get_info(1, &info), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_ps_set_extended(1, 0, 1, "x"), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_ps_remove(1), PSA_ERROR_NOT_SUPPORTED);
}

int main(void) {
  static const struct story stories[] = {TOLD(without_a_device_key_everything_is_refused)};

  run_stories("ps_keyless", stories, sizeof stories / sizeof stories[0]);
}
