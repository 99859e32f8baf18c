/* What the painters have on the MPS3 boards, and what is watched meanwhile. */
#ifndef PLACES_H
#define PLACES_H

#define UART(at) \
  { .base = (at), .size = 0x1000, .probe = 0x10 }
#define TIMER(at, word) \
  { .base = (at), .size = 0x1000, .probe = (word) }
#define MEMORY(at, bytes) \
  { .base = (at), .size = (bytes), .probe = 0x40 }

#define REGIONS_OF_FIRST                                                  \
  {                                                                       \
    UART(0x59305000), UART(0x59306000), UART(0x59307000), {               \
      .base = 0x59302000, .size = 0x1000, .probe = 0x1C, .not_ones = 0x1C \
    }                                                                     \
  }
#define REGIONS_OF_SECOND \
  { TIMER(0x58000000, 0x20), TIMER(0x5802F000, 0x08) }
#define REGIONS_OF_THIRD                                                                               \
  {                                                                                                    \
    MEMORY(0x30000000, 0x80000), { .base = 0x387C0000, .size = 0x40000, .probe = 0x40, .is_fixed = 1 } \
  }
#define REGIONS_OF_FOURTH \
  { MEMORY(0x60000000, 0x40000), MEMORY(0xDFFC0000, 0x40000) }

#define SYSTEM_CONTROL 0x58021000
#define CONTROLLERS \
  { 0x50083000, 0x50084000, 0x57000000, 0x57001000, 0x57002000 }
#define MEMORIES                                                                                             \
  {                                                                                                          \
    {0x10000000, 0x10080000}, {0x31200000, 0x31400000}, {0x01000000, 0x01200000}, { 0x21000000, 0x21200000 } \
  }

#endif
