/* SPDX-License-Identifier: Apache-2.0 */

/* A board that knows everything about its device. */
#include "attest_board.h"

int attest_device_key(uint8_t key[ATTEST_KEY_SIZE]) {
  for (uint32_t i = 0; i < ATTEST_KEY_SIZE; i++) {
    key[i] = (uint8_t)(i + 1);
  }
  return 1;
}

int attest_implementation_id(uint8_t id[ATTEST_ID_SIZE]) {
  for (uint32_t i = 0; i < ATTEST_ID_SIZE; i++) {
    id[i] = 0xA0;
  }
  return 1;
}

int attest_boot_seed(uint8_t seed[ATTEST_ID_SIZE]) {
  for (uint32_t i = 0; i < ATTEST_ID_SIZE; i++) {
    seed[i] = 0xB0;
  }
  return 1;
}

int attest_lifecycle(uint32_t* lifecycle) {
  *lifecycle = 0x3000;
  return 1;
}

const char* attest_certification_reference(void) { return "1234567890123-12345"; }

const char* attest_verifier(void) { return "https://verifier.example/1"; }
