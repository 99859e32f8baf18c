// SPDX-License-Identifier: Apache-2.0

/* The board's timer at 32 kHz, a CMSDK timer: it counts down, again and again. */
#ifndef SLOW_TIMER_H
#define SLOW_TIMER_H

#include <stdint.h>

#include "ns_board.h"

struct cmsdk_timer {
  uint32_t control;
  uint32_t value;
  uint32_t reload;
  uint32_t interrupt;
};
#define SLOW_TIMER ((volatile struct cmsdk_timer*)BOARD_S32K_TIMER)
enum { RUN_AND_INTERRUPT = 0x9 };

#endif
