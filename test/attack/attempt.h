/* What the programs tell their agents to do. */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include <stdint.h>

/* Requests: the type of the message. */
enum {
  TELL = 1, /* writes a struct told */
  TRY,      /* reads a struct attempt and does it; writes the word that it read, if there is room */
};

/* Whoever may write asks for WRITE_BACK: the word stays as it is. */
enum access { READ, WRITE, EXECUTE, WRITE_BACK };

struct attempt {
  uint32_t access; /* enum access */
  uint32_t address;
  uint32_t word; /* to be written */
};

/* What only the partition itself knows; the rest are symbols of its image. */
struct told {
  uint32_t code;     /* a function that may be called by whoever can: it answers HARMLESS */
  uint32_t constant; /* a constant of its own, which is instructions that return */
  uint32_t data;     /* a variable of its own, with the same */
  uint32_t heap;     /* the first word of all its heap */
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
