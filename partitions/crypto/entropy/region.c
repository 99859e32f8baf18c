// SPDX-License-Identifier: Apache-2.0

/* The seed is in a region of memory, CRYPTO_SEED of the board: a loader writes it before each start. It begins with a
 * mark, because memory without a seed must not pass for one. On QEMU `runner` is the loader, with random numbers of the
 * PC. */
#include "encoding/audit_warning.h"
#include "entropy.h"
#include "ns_board.h"

AUDIT_WARNING("the seed of random numbers is what a loader wrote into memory");

static const uint8_t mark[16] = {'p', 'o', 's', 't', 'e', 'r', 'n', ' ', 's', 'e', 'e', 'd', ' ', 'v', '1', '\n'};

int take_entropy(uint8_t seed[ENTROPY_SIZE]) {
  uint8_t* const region = (uint8_t*)BOARD_CRYPTO_SEED;
  uint8_t different = 0;
  for (uint32_t i = 0; i < sizeof mark; i++) {
    different |= region[i] ^ mark[i];
    region[i] = 0;
  }
  for (uint32_t i = 0; i < ENTROPY_SIZE; i++) {
    seed[i] = region[sizeof mark + i];
    region[sizeof mark + i] = 0;
  }
  return different == 0;
}
