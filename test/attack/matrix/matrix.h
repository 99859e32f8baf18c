/* What the program tells the partitions to do. */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdint.h>

/* Requests: the type of the message. */
enum {
  TELL = 1,   /* writes a struct told */
  TRY_IT = 2, /* reads a struct attempt and does it; writes the word that it read */
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
  uint32_t constant; /* a constant of its own */
  uint32_t data;     /* a variable of its own */
  uint32_t heap;     /* the first word of all its heap */
};

enum { HEAP_SIZE = 0x100, HARMLESS = 0x4841524D };

#endif
