/* SPDX-License-Identifier: Apache-2.0 */

/* The generator of this board has two registers: 1 in the first one starts it, and each read of the second one is a
 * number. The machine of QEMU has memory there, so the test writes the number that comes. */
#include "entropy.h"
#include "ns_board.h"

enum { START, NUMBER };

int take_entropy(uint8_t seed[ENTROPY_SIZE]) {
  volatile uint32_t* const generator = (volatile uint32_t*)BOARD_CRYPTO_SEED;

  generator[START] = 1;
  for (uint32_t i = 0; i < ENTROPY_SIZE; i++) {
    seed[i] = (uint8_t)(generator[NUMBER] + i);
  }
  return generator[START] == 1;
}
