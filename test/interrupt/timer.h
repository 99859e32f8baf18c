/* What TIMER can be asked. */
#ifndef TIMER_H
#define TIMER_H

#include <stdint.h>

enum timer_request {
  TIMER_RAISE_LATER = 1, /* raises a source each time the time of a struct delay is over */
  TIMER_SLEEP,           /* returns when it is over; 0, or the line of what was not as it should be */
};

struct delay {
  uint32_t source;
  uint32_t ticks;
  uint32_t times;
};

#endif
