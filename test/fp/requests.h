// SPDX-License-Identifier: Apache-2.0

/* What the partitions can be asked. A status is the number of registers that were wrong. */
#ifndef FP_REQUESTS_H
#define FP_REQUESTS_H

#include <stdint.h>

enum request {
  LOOK = 1,   /* what of others is in the registers when a message is served */
  FILL,       /* fills the registers and answers at once */
  PASS,       /* FIRST has SECOND fill or compute, with registers of its own in use */
  PASS_PARTS, /* the same, and sends it PARTS vectors */
  SPIN,       /* has registers in use for a while without a call */
  COMPUTE,    /* computes for a while */
  ECHO,       /* reads a struct echo and writes it back, with registers in use */
  SIN_CALL,   /* calls no service, with registers in use: a panic */
  SIN_JUMP,   /* jumps to no code, with registers in use: a fault */
  LOOK_NEW,   /* what of any partition is in the registers, FIRST itself included */
  ARM,        /* ALARMER: the alarm comes so many ticks later as the input says, and what it tells begins anew */
  TELL,       /* ALARMER: writes a struct told */
  SLEEP,      /* ALARMER: answers when the alarm has come */
  USE_UNIT,   /* ALARMER: from now on has registers in use while it waits */
};

enum { ROUNDS = 150, PARTS = 4 };

struct echo {
  uint32_t words[4];
};

struct told {
  uint32_t alarms;
  uint32_t wrong; /* registers */
  uint32_t left;  /* registers with what was not zero when a first-level function began */
};

#endif
