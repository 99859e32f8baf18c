/* SPDX-License-Identifier: Apache-2.0 */

/* A board that has no key: the service answers PSA_ERROR_SERVICE_FAILURE. */
#include <stddef.h>

#include "attest_board.h"

int attest_device_key(uint8_t key[ATTEST_KEY_SIZE]) {
  (void)key;
  return 0;
}

int attest_implementation_id(uint8_t id[ATTEST_ID_SIZE]) {
  (void)id;
  return 0;
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
