/* The slow timer of the MPS3 board, a CMSDK timer at 32 kHz: whatever is asked for, it comes after whole ticks of that.
 * The fast ones compare with a counter, which the emulator does not get right when it counts instructions. */
#ifndef ALARM_H
#define ALARM_H

#include <stdint.h>

struct cmsdk_timer {
  uint32_t control;
  uint32_t value;
  uint32_t reload;
  uint32_t interrupt;
};
#define SLOW_TIMER ((volatile struct cmsdk_timer*)0x5802F000u)
enum { RUN_AND_INTERRUPT = 0x9, TICKS_IN_ONE = 625 };

static inline void alarm_start(uint32_t ticks) {
  SLOW_TIMER->value = ticks / TICKS_IN_ONE + 1;
  SLOW_TIMER->reload = ticks / TICKS_IN_ONE + 1;
  SLOW_TIMER->control = RUN_AND_INTERRUPT;
}

/* It has come: it is silent until it comes the next time. */
static inline void alarm_again(uint32_t ticks) {
  (void)ticks;
  SLOW_TIMER->interrupt = 1;
}

static inline void alarm_stop(void) {
  SLOW_TIMER->interrupt = 1;
  SLOW_TIMER->control = 0;
}

#endif
