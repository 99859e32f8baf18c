/* What PROBER is told to do. */
#ifndef PROBER_H
#define PROBER_H

#include <stdint.h>

/* Requests: the type of the message. */
enum {
  TELL = 1, /* writes a struct places */
  PROBE,    /* reads a struct probe, and does it */
};

enum access { READ, WRITE, EXECUTE };

struct places {
  uint32_t code; /* of a function that does nothing */
  uint32_t constant;
  uint32_t data;
};

struct probe {
  uint32_t access; /* enum access */
  uint32_t address;
};

#endif
