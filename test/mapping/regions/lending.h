// SPDX-License-Identifier: Apache-2.0

/* Requests to the partitions. A call of BORROWER passes a struct task, then the vectors to map: one in, one out. LENDER
 * receives the struct task alone, and calls BORROWER with vectors of its own. */
#ifndef LENDING_H
#define LENDING_H

#include <stdint.h>

#include "attempt.h"

/* Requests besides those of every agent. */
enum {
  ATTEMPT = TRY + 1, /* makes the task's attempt at the task's moment; for the moment after the reply, nothing is
                        unmapped before it */
  COPY,              /* copies the input to the output, in place, and uses its devices too */
  TELL_PLACES,       /* LENDER: writes a struct places */
  LEND_PART,         /* LENDER: lends vectors as task.moment says, an enum part */
};

enum moment { BEFORE, WHILE, AFTER, REPLIED, MOMENTS };
enum party { OF_BORROWER, OF_SPY, PARTIES };

/* Vectors that cannot be mapped. */
enum part {
  INPUT_AT_ODD_PLACE,
  INPUT_OF_ODD_LENGTH,
  OUTPUT_AT_ODD_PLACE,
  OUTPUT_OF_ODD_LENGTH,
  INPUT_IN_DEVICE,
  PARTS
};

struct task {
  uint32_t moment;
  uint32_t who;
  struct attempt attempt;
};

struct places {
  uint32_t input;
  uint32_t output;
};

enum { GRANULE = 32, LENT = 4 * GRANULE };

#endif
