/* Where the regions of the partitions are, and what the partitions can be asked. Their memory is the subsystem's SRAM,
 * which keeps a word as a device of theirs would. */
#ifndef REGIONS_H
#define REGIONS_H

#include <stdint.h>

#include "attempt.h"
#include "ns_board.h"

/* A word of each of HOLDER's regions that keeps what is written to it. */
#define HOLDERS_WORDS                                                                                               \
  {                                                                                                                 \
    TEST_DEVICE_1_WORD, TEST_DEVICE_2_WORD, TEST_DEVICE_3_WORD, 0x30000000u, 0x30000444u, 0x30000104u, 0x30000188u, \
        0x3000020Cu, 0x30000290u, 0x30000314u, 0x30000398u, 0x3000043Cu                                             \
  }
#define FIRST_WITH_EDGES 5u /* from here on, up to the one that touches, with nothing before and behind it */
#define REGION_SIZE 0x40u
enum { HOLDERS = 12, FIRST_IN_MEMORY = 3, READ_ONLY = 4, TOUCHING = 11 }; /* the read-only one begins where this ends */

#define TICKERS_WORDS \
  { 0x30001000u, 0x30001084u, 0x3000111Cu }
enum { TICKERS = 3 };
#define LODGERS_WORD 0x30001210u

/* Requests besides those of every agent. */
enum {
  LEND = TRY + 1, /* HOLDER: uses a region, then has LODGER do that attempt */
  USE,            /* HOLDER: reads a struct work; the number of words that were not as they should be */
  START,          /* TICKER: interrupts from now on */
  COUNT,          /* TICKER: how many there were; negative if its regions do not agree */
};

struct work {
  uint32_t seed;
  uint32_t steps;
};

#endif
