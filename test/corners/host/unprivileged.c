// SPDX-License-Identifier: Apache-2.0

/* The host's non-secure program always has full privilege. */
#include "unprivileged.h"

#include <stdint.h>

bool has_unprivileged(void) { return false; }
const void* privileged_byte(void) {
  static const uint8_t byte = 0x77;
  return &byte;
}
void run_privileged(void (*function)(void)) { function(); }
void run_unprivileged(void (*function)(void)) { function(); }
