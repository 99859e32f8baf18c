/* What the partitions of this image say to each other and to the test. */
#ifndef BOOT_H
#define BOOT_H

#include <stdint.h>

#include "psa/client.h"

enum { MOST_ENTRIES = 8 };

/* To the registrar. */
enum { ENROL, GET_LIST };

/* What it answers to GET_LIST. */
struct list {
  uint32_t count;
  int32_t ids[MOST_ENTRIES]; /* in the order in which they enrolled */
  uint32_t inits;            /* of the registrar */
  uint32_t inits_at_first;   /* when the first one enrolled */
  uint32_t ticks;            /* what the clock said to the registrar's init function */
};

#endif
