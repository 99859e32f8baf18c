// SPDX-License-Identifier: Apache-2.0

/* A board that gives no seed: what needs random numbers is refused with PSA_ERROR_INSUFFICIENT_ENTROPY. */
#include "entropy.h"

int take_entropy(uint8_t seed[ENTROPY_SIZE]) {
  (void)seed;
  return 0;
}
