// SPDX-License-Identifier: Apache-2.0

/* A CMSDK timer of the board, which counts down repeatedly. TEST_ALARM is its address; one tick of it is as long as
 * TEST_ALARM_DIVIDER of the requested ticks, and it interrupts after whole ticks. */
#ifndef ALARM_H
#define ALARM_H

#include <stdint.h>

#include "ns_board.h"

struct cmsdk_timer {
  uint32_t control;
  uint32_t value;
  uint32_t reload;
  uint32_t interrupt;
};
#define ALARM ((volatile struct cmsdk_timer*)TEST_ALARM)
enum { RUN_AND_INTERRUPT = 0x9 };

static inline void alarm_start(uint32_t ticks) {
  const uint32_t own = ticks / TEST_ALARM_DIVIDER + (TEST_ALARM_DIVIDER > 1);
  ALARM->value = own;
  ALARM->reload = own;
  ALARM->control = RUN_AND_INTERRUPT;
}

/* Ends the interrupt: the alarm is silent until the next one. */
static inline void alarm_again(void) { ALARM->interrupt = 1; }

static inline void alarm_stop(void) {
  ALARM->interrupt = 1;
  ALARM->control = 0;
}

#endif
