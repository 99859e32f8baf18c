/* The addresses of the domains of the secure image, from its own symbols: the build gives them to these programs as
 * secure.<name>. */
#ifndef AREAS_H
#define AREAS_H

#include <stdint.h>

/* The symbol is 0 in an image whose level or backend does not have it. */
#define SECURE(variable, symbol) extern const char variable[] __asm__("secure." symbol) __attribute__((weak))

enum row { ROW_CODE, ROW_CONSTANTS, ROW_DATA, ROWS };

/* The first and the last word; empty if `first` is 0. */
struct place {
  uint32_t first;
  uint32_t last;
};

/* The region of that kind that contains the address. */
struct place row_with(uint32_t address, enum row row);

#endif
