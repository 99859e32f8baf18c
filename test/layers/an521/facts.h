/* Arm MPS2+ AN521, from its manual. */
#ifndef FACTS_H
#define FACTS_H

#include "mps2.h"

/* X(memory controller, first word of 32 blocks that is non-secure, last one) */
#define MEMORY_CONTROLLERS(X) \
  X(0x58007000, 32, 63)       \
  X(0x58008000, NONE, NONE)   \
  X(0x58009000, 0, 63)        \
  X(0x50083000, NONE, NONE)   \
  X(0x50084000, NONE, NONE)   \
  X(0x50085000, NONE, NONE)   \
  X(0x50086000, NONE, NONE)

#endif
