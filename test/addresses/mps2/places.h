/* What the painters have on the MPS2 boards, and what is watched meanwhile. */
#ifndef PLACES_H
#define PLACES_H

#define UART(at) \
  { .base = (at), .size = 0x1000, .probe = 0x10 }
#define TIMER(at) \
  { .base = (at), .size = 0x1000, .probe = 0x08 }
#define MEMORY(at, bytes) \
  { .base = (at), .size = (bytes), .probe = 0x40 }

#define REGIONS_OF_FIRST                                                  \
  {                                                                       \
    UART(0x50202000), UART(0x50203000), UART(0x50204000), {               \
      .base = 0x50302000, .size = 0x1000, .probe = 0x1C, .not_ones = 0x1C \
    }                                                                     \
  }
#define REGIONS_OF_SECOND \
  { TIMER(0x50000000), TIMER(0x5002F000) }
#define REGIONS_OF_THIRD \
  { {.base = 0x50081000, .size = 0x1000, .probe = 0, .lock = 0xC00}, MEMORY(0x30000000, 0x8000) }
#define REGIONS_OF_FOURTH \
  { MEMORY(0x10200000, 0x40000), MEMORY(0x80FC0000, 0x40000) }

#define SYSTEM_CONTROL 0x50021000
#define CONTROLLERS \
  { 0x50083000, 0x58007000, 0x58008000, 0x58009000 }
#define MEMORIES                                                                                             \
  {                                                                                                          \
    {0x10000000, 0x10100000}, {0x38000000, 0x38200000}, {0x00100000, 0x00200000}, { 0x28200000, 0x28400000 } \
  }

#endif
