// SPDX-License-Identifier: Apache-2.0

/* Requests to the partitions of the sweep, and URGENT's report. */
#ifndef SWEEP_H
#define SWEEP_H

#include <stdint.h>

enum request {
  PLAIN = 1, /* answers RIGHT */
  COPY,      /* reads, skips and writes in pieces; answers the sum of the bytes read */
  GATHER,    /* reads four inputs; answers a number that depends on each byte and its place */
  NESTED,    /* MIDDLE has LOWER copy */
  SPREAD,    /* MIDDLE has LOWER gather, from four parts */
  COMPUTE,   /* uses the processor for LONG rounds and calls nothing */
  POLL,      /* waits without blocking, POLLS times */
  LINE,      /* enables its interrupt line, raises it, waits, calls psa_eoi, disables it */
  NOTIFY,    /* notifies URGENT */
  PANIC,
  ARM,   /* URGENT's alarm comes one tick of the slow timer later, and its report starts anew */
  SLEEP, /* URGENT answers when the alarm has come */
  TELL,  /* URGENT writes a struct told */
};

enum { RIGHT = 7, WRONG = -300, LONG = 900, POLLS = 24, BYTES = 24, PARTS = 4 };

struct told {
  uint32_t alarms;
  uint32_t doorbells;
  uint32_t damage; /* wrong registers, masks or stack pointers */
  uint32_t delay;  /* from arming to URGENT, in ticks of the system clock */
};

#endif
