/* What must stay as it is while a region is written: as sums of memory, and as the words of the boundary registers. */
#ifndef WATCH_H
#define WATCH_H

#include <stdint.h>

enum { MOST_WORDS = 160, MOST_MEMORIES = 4 };

struct watched {
  uint32_t memory[MOST_MEMORIES];
  uint32_t registers[MOST_WORDS];
  uint32_t count;
};

/* Both lie on the caller's stack, which is left out of the sums. */
struct observations {
  struct watched before;
  struct watched after;
};

/* Fills one of the two. A partition may read all of it at level 1; above it there is nothing to be had. */
void watch(struct watched* watched, struct observations* both);

#endif
