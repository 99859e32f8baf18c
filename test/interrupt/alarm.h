/* A CMSDK timer of the board: it counts down, again and again. TEST_ALARM says which; one of its ticks is as long as
 * TEST_ALARM_DIVIDER of those that are asked for, and it comes after whole ones. */
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

/* It has come: it is silent until it comes the next time. */
static inline void alarm_again(void) { ALARM->interrupt = 1; }

static inline void alarm_stop(void) {
  ALARM->interrupt = 1;
  ALARM->control = 0;
}

#endif
