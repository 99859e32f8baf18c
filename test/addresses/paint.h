// SPDX-License-Identifier: Apache-2.0

/* Writes all over a region, and reports what else changed. */
#ifndef PAINT_H
#define PAINT_H

#include <stdint.h>

struct region {
  uint32_t base;
  uint32_t size;
  uint32_t probe;    /* the offset of a word that keeps what is written to it */
  uint32_t lock;     /* the offset of a lock that `unlock` opens; 0: no lock */
  uint32_t is_fixed; /* memory that cannot be written: the probe does not change */
  uint32_t not_ones; /* the offset of a word that is never set to ones; 0: no such word */
};

enum {
  PAINT_CHANGED_NOTHING_ELSE = 0,
  PAINT_CHANGED_A_BOUNDARY = 1,
  PAINT_CHANGED_MEMORY = 2,
  PAINT_DID_NOT_REACH = 3,
  PAINT_HAS_NO_SUCH_REGION = 4,
  PAINT_WATCHED_NOTHING = 5
};

/* A request's type: the number of a region, or this one. */
enum { ARE_YOU_UNTOUCHED = 100 };

/* Handles a request to a partition that has these regions. */
int32_t answer(const struct region* regions, uint32_t count, int32_t request);

#endif
