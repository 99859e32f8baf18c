/* What the partitions can be asked. A status is the number of registers that were wrong. */
#ifndef FP_REQUESTS_H
#define FP_REQUESTS_H

#include <stdint.h>

enum request {
  LOOK = 1, /* what of others is in the registers when a message is served */
  FILL,     /* fills the registers and answers at once */
  PASS,     /* FIRST has SECOND fill, with registers of its own in use */
  SPIN,     /* has registers in use for a while without a call */
  ARM,      /* ALARMER: the alarm comes so many ticks later as the input says, and what it tells begins anew */
  TELL,     /* ALARMER: writes a struct told */
};

enum { ROUNDS = 150 };

struct told {
  uint32_t alarms;
  uint32_t wrong; /* registers */
};

#endif
