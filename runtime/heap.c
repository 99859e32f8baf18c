// SPDX-License-Identifier: Apache-2.0

/* The heap of a partition whose manifest has a heap_size (CRT-2). The partition calls it like any C library.
 *
 * Every byte of the heap can be allocated, so nothing is stored beside the blocks: two bits outside mark each granule
 * as free, the first of a block, or a later one. Adjacent free granules are one free stretch without being merged, and
 * a write past a block cannot corrupt the bookkeeping. New memory is zero, and freed memory is scrubbed. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "psa/service.h"

void* malloc(size_t size);
void* calloc(size_t count, size_t size);
void* realloc(void* block, size_t size);
void free(void* block);

/* From the manifest: storage.c. The last granule may be shorter than the others. */
extern unsigned char postern_heap[];
extern const size_t postern_heap_size;
extern unsigned char postern_heap_marks[];

enum { GRANULE = 8, MARK_BITS = 2, MARKS_PER_BYTE = 4, MARK_MASK = 3 };

enum mark { IS_FREE = 0, BEGINS = 1, GOES_ON = 2 };

static size_t granules_of(size_t size) { return size / GRANULE + (size % GRANULE != 0); }

static unsigned shift_of(size_t granule) { return (unsigned)(granule % MARKS_PER_BYTE) * MARK_BITS; }

static enum mark mark_of(size_t granule) {
  return (enum mark)(postern_heap_marks[granule / MARKS_PER_BYTE] >> shift_of(granule) & MARK_MASK);
}

static void set_mark(size_t granule, enum mark mark) {
  unsigned char* const marks = &postern_heap_marks[granule / MARKS_PER_BYTE];
  *marks =
      (unsigned char)((*marks & ~((unsigned)MARK_MASK << shift_of(granule))) | (unsigned)mark << shift_of(granule));
}

/* The end of a block, from a granule of it that is not the first. */
static size_t end_from(size_t granule) {
  const size_t last = granules_of(postern_heap_size);
  while (granule < last && mark_of(granule) == GOES_ON) {
    granule++;
  }
  return granule;
}

/* The granule at which a block begins. Panics unless malloc returned the block and it has not been freed since. */
static size_t granule_of(const void* block) {
  const uintptr_t offset = (uintptr_t)block - (uintptr_t)postern_heap;
  if (offset >= postern_heap_size || offset % GRANULE != 0 || mark_of(offset / GRANULE) != BEGINS) {
    psa_panic();
  }
  return offset / GRANULE;
}

static size_t bytes_before(size_t granule) {
  return granule < granules_of(postern_heap_size) ? granule * GRANULE : postern_heap_size;
}

/* Scrubs from this byte of the heap to the end of the block, and frees its granules from `first` on. */
static void release(size_t from, size_t first, size_t end) {
  memset(&postern_heap[from], 0, bytes_before(end) - from);
  for (size_t granule = first; granule < end; granule++) {
    set_mark(granule, IS_FREE);
  }
}

/* Takes the lowest free stretch that is large enough. */
void* malloc(size_t size) {
  if (size == 0 || size > postern_heap_size) {
    return NULL;
  }
  const size_t wanted = granules_of(size);
  size_t first = 0;
  for (size_t granule = 0; size <= postern_heap_size - bytes_before(first); granule++) {
    if (mark_of(granule) != IS_FREE) {
      first = granule + 1;
    } else if (granule + 1 - first == wanted) {
      for (size_t i = first; i <= granule; i++) {
        set_mark(i, i == first ? BEGINS : GOES_ON);
      }
      return memset(&postern_heap[first * GRANULE], 0, bytes_before(granule + 1) - first * GRANULE);
    }
  }
  return NULL;
}

void* calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) {
    return NULL;
  }
  return malloc(count * size);
}

void free(void* block) {
  if (block == NULL) {
    return;
  }
  const size_t first = granule_of(block);
  release(first * GRANULE, first, end_from(first + 1));
}

/* A block that no longer fits into its granules is moved; a smaller one stays where it is, without its tail. */
void* realloc(void* block, size_t size) {
  if (block == NULL) {
    return malloc(size);
  }
  const size_t first = granule_of(block);
  const size_t end = end_from(first + 1);
  const size_t held = bytes_before(end) - first * GRANULE;
  if (size <= held) {
    release(first * GRANULE + size, first + granules_of(size), end);
    return size == 0 ? NULL : block;
  }
  void* const moved = malloc(size);
  if (moved != NULL) {
    memcpy(moved, block, held);
    free(block);
  }
  return moved;
}
