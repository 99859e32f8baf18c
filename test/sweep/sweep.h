/* What the partitions of the sweep can be asked, and what URGENT tells. */
#ifndef SWEEP_H
#define SWEEP_H

#include <stdint.h>

enum request {
  PLAIN = 1, /* answers RIGHT */
  COPY,      /* reads, skips and writes in pieces; answers the sum of what it read */
  NESTED,    /* MIDDLE has LOWER copy */
  COMPUTE,   /* uses the processor for LONG rounds and calls nothing */
  POLL,      /* waits without blocking, POLLS times */
  LINE,      /* enables its interrupt line, raises it, waits, ends it, disables it */
  NOTIFY,    /* rings URGENT's doorbell */
  PANIC,
  ARM,   /* URGENT's alarm goes off one tick of the slow timer later, and what it tells begins anew */
  SLEEP, /* URGENT answers when the alarm has gone off */
  TELL,  /* URGENT writes a struct told */
};

enum { RIGHT = 7, WRONG = -300, LONG = 900, POLLS = 24, BYTES = 24 };

struct told {
  uint32_t alarms;
  uint32_t doorbells;
  uint32_t damage; /* registers, masks or stack pointers that were not as they had to be */
  uint32_t delay;  /* from arming to the alarm's owner, in ticks of the system clock */
};

#endif
