// SPDX-License-Identifier: Apache-2.0

/* The addresses of the domains of the secure image, from its own symbols: the build gives them to these programs as
 * secure.<name>. */
#ifndef AREAS_H
#define AREAS_H

#include <stdint.h>

/* The symbol is 0 in an image whose level or backend does not have it. */
#define SECURE(variable, symbol) extern const char variable[] __asm__("secure." symbol) __attribute__((weak))

enum region { REGION_CODE, REGION_CONSTANTS, REGION_DATA, REGION_KINDS };

/* The first and the last word; empty if `first` is 0. */
struct place {
  uint32_t first;
  uint32_t last;
};

/* The region of that kind that contains the address. */
struct place region_with(uint32_t address, enum region kind);

#endif
