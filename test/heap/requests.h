// SPDX-License-Identifier: Apache-2.0

/* Requests to a partition of this suite. It answers 0, or the line of the check that failed. */
#ifndef REQUESTS_H
#define REQUESTS_H

enum heap_request {
  HEAP_WHOLE = 1,     /* all of it in one block, and not a byte more */
  HEAP_GRANULES,      /* all of it in the smallest blocks */
  HEAP_ZEROED,        /* new memory is zero, whatever it held before */
  HEAP_SCRUBBED,      /* what was freed is zero */
  HEAP_GROWS,         /* realloc to more */
  HEAP_SHRINKS,       /* realloc to less */
  HEAP_REALLOC_FAILS, /* the block does not change */
  HEAP_COUNTS,        /* calloc */
  HEAP_FRAGMENTS,     /* holes, and the blocks that fit into them */
  HEAP_NOTHING,       /* sizes of 0 and null pointers */
  HEAP_STIRRED,       /* many blocks of many sizes; none touches another */
  HEAP_STRINGS,       /* memcpy, memmove, memset, memcmp */
  HEAP_AS_BUFFER,     /* a message is read into both ends of it, and written back */
  HEAP_TAKE,          /* all of it, and keeps it */
  HEAP_HOLDS,         /* what TAKE took still holds what it wrote */
  HEAP_GIVE,          /* what TAKE took */
  HEAP_FREE_TWICE,    /* this and the following do not return */
  HEAP_FREE_INSIDE,
  HEAP_FREE_CROOKED,
  HEAP_FREE_FOREIGN,
  HEAP_REALLOC_FREED,
};

#endif
