// SPDX-License-Identifier: Apache-2.0

/* Requests of the programs to their agents. */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include <stdint.h>

/* The type of the message. */
enum {
  TELL = 1, /* writes a struct told */
  TRY,      /* reads a struct attempt and performs it; writes the word that it read, if there is room */
};

/* WRITE_BACK is for an access that is allowed: the word stays as it is. */
enum access { READ, WRITE, EXECUTE, WRITE_BACK };

struct attempt {
  uint32_t access; /* enum access */
  uint32_t address;
  uint32_t word; /* for a write */
};

/* What only the partition itself knows; all other addresses are symbols of its image. */
struct told {
  uint32_t code;     /* a function that answers HARMLESS; each party that may execute it may call it */
  uint32_t constant; /* a constant of its own: instructions that return */
  uint32_t data;     /* a variable of its own, with the same content */
  uint32_t heap;     /* the first word of its heap */
};

enum { HEAP_SIZE = 0x100, HARMLESS = 0x4841524D, RETURNS = 0x47704770 };

static inline uint32_t use(const struct attempt* attempt) {
  volatile uint32_t* const target = (volatile uint32_t*)attempt->address;
  switch (attempt->access) {
    case READ: return *target;
    case WRITE: *target = attempt->word; return attempt->word;
    case WRITE_BACK: *target = *target; return 0;
    default: return ((uint32_t(*)(void))(attempt->address | 1u))();
  }
}

#endif
