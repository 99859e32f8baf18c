// SPDX-License-Identifier: Apache-2.0

/* What must not change while a region is written: sums of memory, and the words of the boundary registers. */
#ifndef WATCH_H
#define WATCH_H

#include <stdint.h>

enum { MOST_WORDS = 160, MOST_MEMORIES = 4 };

struct watched {
  uint32_t memory[MOST_MEMORIES];
  uint32_t registers[MOST_WORDS];
  uint32_t count;
};

/* Both are on the caller's stack, which the sums leave out. */
struct observations {
  struct watched before;
  struct watched after;
};

/* Fills one of the two. At level 1 a partition may read all of it; above level 1 nothing is recorded. */
void watch(struct watched* watched, struct observations* both);

#endif
