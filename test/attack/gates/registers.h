// SPDX-License-Identifier: Apache-2.0

/* Patterns that the stories look for in registers, in both worlds. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "recorded_registers.h"

/* Patterns: the low byte is the number of the register. */
#define SECRET_OF_A_PARTITION 0x5EC0DE00u
#define SECRET_OF_THE_SNIFFER 0x541FFE00u
#define OWN_OF_THE_NON_SECURE 0x0A55AA00u

/* A mask of the registers from `first` on that hold the pattern. */
static inline uint32_t registers_with(const struct registers* registers, uint32_t pattern, unsigned first) {
  uint32_t mask = 0;
  for (unsigned i = first; i < 13; i++) {
    mask |= (uint32_t)((registers->r[i] & ~0xFFu) == pattern) << i;
  }
  return mask;
}

#define TEXT(x) TEXT_OF(x)
#define TEXT_OF(x) #x

#endif
