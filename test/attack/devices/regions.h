// SPDX-License-Identifier: Apache-2.0

/* The addresses of the partitions' regions, and requests to the partitions. The regions are in the subsystem's SRAM,
 * which keeps a word as a device would. */
#ifndef REGIONS_H
#define REGIONS_H

#include <stdint.h>

#include "attempt.h"
#include "ns_board.h"

/* In each of HOLDER's regions, a word that keeps what is written to it. */
#define HOLDERS_WORDS                                                                                               \
  {                                                                                                                 \
    TEST_DEVICE_1_WORD, TEST_DEVICE_2_WORD, TEST_DEVICE_3_WORD, 0x30000000u, 0x30000444u, 0x30000104u, 0x30000188u, \
        0x3000020Cu, 0x30000290u, 0x30000314u, 0x30000398u, 0x3000043Cu                                             \
  }
#define FIRST_WITH_EDGES 5u /* the first of the regions with unused memory around them, up to TOUCHING */
#define REGION_SIZE 0x40u
enum { HOLDERS = 12, FIRST_IN_MEMORY = 3, READ_ONLY = 4, TOUCHING = 11 }; /* the read-only one begins where this ends */

#define TICKERS_WORDS \
  { 0x30001000u, 0x30001084u, 0x3000111Cu }
enum { TICKERS = 3 };
#define LODGERS_WORD 0x30001210u

/* Requests besides those of every agent. */
enum {
  LEND = TRY + 1, /* HOLDER: uses a region, then has LODGER make that attempt */
  USE,            /* HOLDER: reads a struct work, and returns the number of wrong words */
  START,          /* TICKER: interrupts from now on */
  COUNT,          /* TICKER: returns the number of interrupts; negative if its regions do not agree */
};

struct work {
  uint32_t seed;
  uint32_t steps;
};

#endif
