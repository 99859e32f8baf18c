/* What the partitions can be asked. A call of BORROWER has a struct task, then the vectors that it maps: one in, one
 * out. LENDER is sent the struct task alone, and calls BORROWER with vectors of its own. */
#ifndef LENDING_H
#define LENDING_H

#include <stdint.h>

#include "attempt.h"

/* Requests besides those of every agent. */
enum {
  ATTEMPT = TRY + 1, /* the task's attempt at the task's moment; after the reply, nothing was unmapped before it */
  COPY,              /* the input into the output, in place, while its devices are used too */
  TELL_PLACES,       /* LENDER: writes a struct places */
  LEND_PART,         /* LENDER: lends vectors of which task.moment is an enum part */
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
