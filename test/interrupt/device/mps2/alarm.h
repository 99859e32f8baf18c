/* TIMER0 of the MPS2 boards, a CMSDK timer: it counts down at 20 MHz, again and again. */
#ifndef ALARM_H
#define ALARM_H

#include <stdint.h>

struct cmsdk_timer {
  uint32_t control;
  uint32_t value;
  uint32_t reload;
  uint32_t interrupt;
};
#define TIMER0 ((volatile struct cmsdk_timer*)0x50000000u)
enum { RUN_AND_INTERRUPT = 0x9 };

static inline void alarm_start(uint32_t ticks) {
  TIMER0->value = ticks;
  TIMER0->reload = ticks;
  TIMER0->control = RUN_AND_INTERRUPT;
}

/* It has come: it is silent until it comes the next time. */
static inline void alarm_again(uint32_t ticks) {
  (void)ticks;
  TIMER0->interrupt = 1;
}

static inline void alarm_stop(void) {
  TIMER0->interrupt = 1;
  TIMER0->control = 0;
}

#endif
