// SPDX-License-Identifier: Apache-2.0

/* Requests to TIMER. */
#ifndef TIMER_H
#define TIMER_H

#include <stdint.h>

enum timer_request {
  TIMER_RAISE_LATER = 1, /* raises a line each time the time of a struct delay has passed */
  TIMER_SLEEP,           /* returns when the time has passed; 0, or the line of the check that failed */
};

struct delay {
  uint32_t source;
  uint32_t ticks;
  uint32_t times;
};

#endif
