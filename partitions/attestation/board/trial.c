/* SPDX-License-Identifier: Apache-2.0 */

/* ATTEST_TRIAL_KEY: a key that everybody has, for trials on a desk. It is the private key of the example in
 * RFC 6979, appendix A.2.5. Boot and `postern audit` warn of it, and `postern verify-token` knows it. */
#include <stddef.h>

#include "attest_board.h"

int attest_device_key(uint8_t key[ATTEST_KEY_SIZE]) {
  static const uint8_t public_knowledge[ATTEST_KEY_SIZE] = {
      0xC9, 0xAF, 0xA9, 0xD8, 0x45, 0xBA, 0x75, 0x16, 0x6B, 0x5C, 0x21, 0x57, 0x67, 0xB1, 0xD6, 0x93,
      0x4E, 0x50, 0xC3, 0xDB, 0x36, 0xE8, 0x9B, 0x12, 0x7B, 0x8A, 0x62, 0x2B, 0x12, 0x0F, 0x67, 0x21};
  for (uint32_t i = 0; i < ATTEST_KEY_SIZE; i++) {
    key[i] = public_knowledge[i];
  }
  return 1;
}

int attest_implementation_id(uint8_t id[ATTEST_ID_SIZE]) {
  static const char no_product[ATTEST_ID_SIZE + 1] = "postern trial key, not a product";
  for (uint32_t i = 0; i < ATTEST_ID_SIZE; i++) {
    id[i] = (uint8_t)no_product[i];
  }
  return 1;
}

int attest_boot_seed(uint8_t seed[ATTEST_ID_SIZE]) {
  (void)seed;
  return 0;
}

int attest_lifecycle(uint32_t* lifecycle) {
  (void)lifecycle;
  return 0;
}

const char* attest_certification_reference(void) { return NULL; }

const char* attest_verifier(void) { return NULL; }
