/* Where the domains of the secure image lie, from its own symbols: the build gives them to these programs as
 * secure.<name>. */
#ifndef AREAS_H
#define AREAS_H

#include <stdint.h>

/* A symbol that an image of this level or backend does not have is 0. */
#define SECURE(variable, symbol) extern const char variable[] __asm__("secure." symbol) __attribute__((weak))

enum row { ROW_CODE, ROW_CONSTANTS, ROW_DATA, ROWS };

/* The first and the last word; nothing when `first` is 0. */
struct place {
  uint32_t first;
  uint32_t last;
};

/* The row of that kind in which the address lies. */
struct place row_with(uint32_t address, enum row row);

#endif
