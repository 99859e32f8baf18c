// SPDX-License-Identifier: Apache-2.0

/* The regions of the painters, and the addresses that are watched meanwhile. */
#ifndef PLACES_H
#define PLACES_H

#include "ns_board.h"

#define UART(at) \
  { .base = (at), .size = 0x1000, .probe = 0x10 }
#define CMSDK_TIMER(at) \
  { .base = (at), .size = 0x1000, .probe = 0x08 }
#define SYSTEM_TIMER(at) \
  { .base = (at), .size = 0x1000, .probe = 0x20 }
#define FPGA_IO(at) \
  { .base = (at), .size = 0x1000, .probe = 0x1C, .not_ones = 0x1C }
#define RTC(at) \
  { .base = (at), .size = 0x1000, .probe = 0x04 }
#define DUALTIMER(at) \
  { .base = (at), .size = 0x1000, .probe = 0x18 }
#define WATCHDOG(at) \
  { .base = (at), .size = 0x1000, .probe = 0, .lock = 0xC00 }
#define MEMORY(at, bytes) \
  { .base = (at), .size = (bytes), .probe = 0x40 }
#define FIXED_MEMORY(at, bytes) \
  { .base = (at), .size = (bytes), .probe = 0x40, .is_fixed = 1 }

#define MEMORIES                                                                                                      \
  {                                                                                                                   \
    {BOARD_MEMORY_SECURE_CODE, BOARD_MEMORY_SECURE_CODE_END}, {BOARD_MEMORY_SECURE_RAM, BOARD_MEMORY_SECURE_RAM_END}, \
        {BOARD_MEMORY_NON_SECURE_CODE, BOARD_MEMORY_NON_SECURE_CODE_END},                                             \
        {BOARD_MEMORY_NON_SECURE_RAM, BOARD_MEMORY_NON_SECURE_RAM_END},                                               \
  }

#endif
