// SPDX-License-Identifier: Apache-2.0

/* The attempts, one after the other, and the expected result of each. */
#ifndef STEPS_H
#define STEPS_H

#include <stdbool.h>
#include <stdint.h>

#include "deeds.h"

enum outcome {
  ANSWERED, /* nothing changes: the service answers with `answer` */
  PANIC,    /* with this record */
  REJECTED, /* the status of a non-secure programmer error */
};

enum actor { BY_RAIDER, BY_TARGET, BY_NON_SECURE };

struct step {
  char name[96];
  enum actor actor;
  struct deed deed;
  enum outcome outcome;
  uint32_t answer;
  char record[96];
};

/* Asks the partitions for their addresses; false if they do not answer. */
bool prepare_steps(void);
/* False after the last one. */
bool nth_step(uint32_t n, struct step* step);

#endif
