// SPDX-License-Identifier: Apache-2.0

/* Allocates as a request says. Answers 0, or the line of the check that failed. */
#include "teller.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "must.h"
#include "requests.h"

enum { GRANULE = 8, MOST_BLOCKS = 128, ROUNDS = 2000 };

/* Defined in storage.c; runtime/heap.c uses them. */
extern unsigned char postern_heap[];
extern unsigned char postern_heap_marks[];
enum { MARKED_BY_A_BYTE = 4 * GRANULE, BEGINS_EVERYWHERE = 0x55 };

static unsigned char* kept;
/* A variable, because the compiler would refuse a constant that is to be refused at run time. */
static volatile size_t largest = SIZE_MAX;

static int holds(const unsigned char* bytes, unsigned char value, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (bytes[i] != value) {
      return 0;
    }
  }
  return 1;
}

static psa_status_t whole(size_t size) {
  unsigned char* const all = malloc(size);
  MUST(all != NULL);
  memset(all, 0xA5, size);
  MUST(malloc(GRANULE) == NULL);
  MUST(malloc(1) == NULL);
  MUST(holds(all, 0xA5, size));
  free(all);
  MUST(malloc(size + 1) == NULL);
  MUST(malloc(largest) == NULL);
  return 0;
}

static psa_status_t granules(size_t size) {
  unsigned char* blocks[MOST_BLOCKS];
  const size_t count = size / GRANULE;
  for (size_t i = 0; i < count; i++) {
    blocks[i] = malloc(GRANULE);
    MUST(blocks[i] != NULL);
    MUST((uintptr_t)blocks[i] % GRANULE == 0);
    memset(blocks[i], (int)i + 1, GRANULE);
  }
  MUST(malloc(GRANULE) == NULL);
  for (size_t i = 0; i < count; i++) {
    MUST(holds(blocks[i], (unsigned char)(i + 1), GRANULE));
    free(blocks[i]);
  }
  return whole(size);
}

static psa_status_t zeroed(size_t size) {
  unsigned char* block = malloc(size);
  MUST(block != NULL && holds(block, 0, size));
  memset(block, 0xFF, size);
  free(block);
  memset(block, 0xFF, size); /* by a pointer to the freed block */
  block = malloc(size);
  MUST(block != NULL && holds(block, 0, size));
  free(block);
  return 0;
}

static psa_status_t scrubbed(size_t size) {
  unsigned char* const first = malloc(size / 2);
  unsigned char* const second = malloc(GRANULE);
  MUST(first != NULL && second != NULL);
  memset(first, 0xFF, size / 2);
  memset(second, 0xFF, GRANULE);
  free(first);
  MUST(holds(first, 0, size / 2));
  MUST(holds(second, 0xFF, GRANULE));
  free(second);
  MUST(holds(second, 0, GRANULE));
  return 0;
}

static psa_status_t grows(size_t size) {
  unsigned char* const old = malloc(12);
  MUST(old != NULL);
  memset(old, 0x77, 12);
  unsigned char* const moved = realloc(old, 40);
  MUST(moved != NULL && moved != old);
  MUST(holds(moved, 0x77, 12));
  MUST(holds(moved + 12, 0, 40 - 12));
  MUST(holds(old, 0, 12));
  free(moved);
  return whole(size);
}

static psa_status_t shrinks(size_t size) {
  unsigned char* const block = malloc(size);
  MUST(block != NULL);
  memset(block, 0x77, size);
  MUST(realloc(block, 20) == block);
  MUST(holds(block, 0x77, 20));
  MUST(holds(block + 20, 0, size - 20));
  MUST(realloc(block, 24) == block); /* its last granule has room */
  MUST(holds(block + 20, 0, 4));
  unsigned char* const rest = malloc(size - 24);
  MUST(rest != NULL);
  free(rest);
  MUST(realloc(block, 0) == NULL); /* same as free() */
  MUST(holds(block, 0, 24));
  return whole(size);
}

static psa_status_t realloc_fails(size_t size) {
  unsigned char* const block = malloc(size / 2 + GRANULE);
  MUST(block != NULL);
  memset(block, 0x33, size / 2 + GRANULE);
  MUST(realloc(block, size) == NULL); /* both blocks do not fit at once */
  MUST(realloc(block, largest) == NULL);
  MUST(holds(block, 0x33, size / 2 + GRANULE));
  free(block);
  return whole(size);
}

static psa_status_t counts(size_t size) {
  unsigned char* const block = calloc(size / 4, 4);
  MUST(block != NULL && holds(block, 0, size / 4 * 4));
  free(block);
  MUST(calloc(largest / 2 + 1, 2) == NULL);
  MUST(calloc(largest / 8 + 2, 8) == NULL); /* the product would be 8 */
  MUST(calloc(0, 8) == NULL);
  MUST(calloc(8, 0) == NULL);
  return whole(size);
}

static psa_status_t fragments(size_t size) {
  enum { BLOCKS = 4, EACH = 48 };
  unsigned char* blocks[BLOCKS];
  for (int i = 0; i < BLOCKS; i++) {
    blocks[i] = malloc(EACH);
    MUST(blocks[i] != NULL);
  }
  unsigned char* const rest = malloc(size - (size_t)BLOCKS * EACH);
  MUST(rest != NULL);
  free(blocks[0]);
  free(blocks[2]);
  MUST(malloc(EACH + 1) == NULL); /* enough is free, but not contiguous */
  MUST(malloc(EACH) == blocks[0]);
  free(blocks[1]);
  blocks[1] = malloc((size_t)2 * EACH); /* merges with the next block */
  MUST(blocks[1] == blocks[0] + EACH);
  free(blocks[1]);
  free(blocks[0]);
  blocks[0] = malloc((size_t)3 * EACH); /* merges with the previous block */
  MUST(blocks[0] != NULL);
  free(rest);
  free(blocks[0]);
  free(blocks[3]);
  return whole(size);
}

static psa_status_t nothing(size_t size) {
  MUST(malloc(0) == NULL);
  free(NULL);
  unsigned char* const block = realloc(NULL, size);
  MUST(block != NULL && holds(block, 0, size));
  free(block);
  MUST(realloc(NULL, 0) == NULL);
  return whole(size);
}

/* The same numbers in each run. */
static uint32_t next_number(void) {
  static uint32_t number = 1;
  number = number * 1664525u + 1013904223u;
  return number >> 8;
}

static psa_status_t stirred(size_t size) {
  enum { BLOCKS = 16 };
  struct {
    unsigned char* bytes;
    size_t count;
  } blocks[BLOCKS] = {{NULL, 0}};

  for (unsigned round = 0; round < ROUNDS; round++) {
    const unsigned i = next_number() % BLOCKS;
    const size_t count = 1 + next_number() % (size / 6);
    MUST(blocks[i].bytes == NULL || holds(blocks[i].bytes, (unsigned char)(i + 1), blocks[i].count));
    if (next_number() % 3 == 0) {
      unsigned char* const bytes = realloc(blocks[i].bytes, count);
      if (bytes == NULL) {
        continue;
      }
      const size_t common = count < blocks[i].count ? count : blocks[i].count;
      MUST(holds(bytes, (unsigned char)(i + 1), common));
      MUST(holds(bytes + common, 0, count - common));
      blocks[i].bytes = bytes;
    } else {
      free(blocks[i].bytes);
      blocks[i].bytes = malloc(count);
      MUST(blocks[i].bytes == NULL || holds(blocks[i].bytes, 0, count));
    }
    blocks[i].count = blocks[i].bytes == NULL ? 0 : count;
    if (blocks[i].bytes != NULL) {
      memset(blocks[i].bytes, (int)i + 1, count);
    }
  }
  for (unsigned i = 0; i < BLOCKS; i++) {
    free(blocks[i].bytes);
  }
  return whole(size);
}

static psa_status_t strings(void) {
  unsigned char a[40];
  unsigned char b[40];
  for (size_t offset = 0; offset < 8; offset++) {
    for (size_t count = 0; count < 24; count++) {
      for (size_t i = 0; i < sizeof a; i++) {
        a[i] = (unsigned char)(i + 1);
      }
      memset(b, 0x1C5, sizeof b);
      MUST(holds(b, 0xC5, sizeof b));
      MUST(memcpy(b + offset, a + 3, count) == b + offset);
      MUST(memcmp(b + offset, a + 3, count) == 0);
      MUST(holds(b, 0xC5, offset) && holds(b + offset + count, 0xC5, sizeof b - offset - count));
      MUST(memmove(a + offset, a + 4, count) == a + offset); /* overlaps, to lower and to higher addresses */
      for (size_t i = 0; i < count; i++) {
        MUST(a[offset + i] == (unsigned char)(i + 5));
      }
    }
  }
  MUST(memcmp("a\0b", "a\0c", 3) < 0);
  MUST(memcmp("\xFF", "\x01", 1) > 0); /* unsigned */
  MUST(memcmp("bz", "ca", 2) < 0);     /* the first difference counts */
  return 0;
}

/* A message of 4 bytes is read into either end of the heap, and written from there. */
static psa_status_t as_buffer(psa_handle_t message, size_t size) {
  enum { PIECE = 4 };
  unsigned char* const all = malloc(size);
  MUST(psa_read(message, 0, all, PIECE) == PIECE);
  MUST(psa_read(message, 0, all + size - PIECE, PIECE) == PIECE);
  psa_write(message, 0, all, PIECE);
  psa_write(message, 0, all + size - PIECE, PIECE);
  free(all);
  return 0;
}

/* An address outside the heap whose marks, if the heap looked them up, would be bytes of `bait`, which say that a block
 * begins there. Only its being outside keeps it from being freed. */
static unsigned char* foreign_with(unsigned char* bait) {
  return (unsigned char*)((uintptr_t)postern_heap +
                          ((uintptr_t)bait - (uintptr_t)postern_heap_marks) * MARKED_BY_A_BYTE);
}

/* Does not return: an invalid free() is a panic. */
static psa_status_t misuse(int32_t request, size_t size) {
  unsigned char on_stack[GRANULE];
  unsigned char* const block = malloc(size);
  unsigned char* const bait = (uintptr_t)block > (uintptr_t)postern_heap_marks ? block : on_stack;
  switch (request) {
    case HEAP_FREE_TWICE: free(block); break;
    case HEAP_FREE_INSIDE: free(block + GRANULE); break;
    case HEAP_FREE_CROOKED: free(block + 1); return __LINE__; /* must not free the block */
    case HEAP_FREE_FOREIGN:
      MUST((uintptr_t)bait > (uintptr_t)postern_heap_marks);
      memset(bait, BEGINS_EVERYWHERE, GRANULE);
      free(foreign_with(bait));
      break;
    case HEAP_REALLOC_FREED:
      free(block);
      kept = realloc(block, 1);
      break;
    default: break;
  }
  free(block);
  return __LINE__;
}

static psa_status_t keep(int32_t request, size_t size) {
  switch (request) {
    case HEAP_TAKE:
      kept = malloc(size);
      MUST(kept != NULL);
      memset(kept, (int)size, size);
      return 0;
    case HEAP_HOLDS: MUST(holds(kept, (unsigned char)size, size)); return 0;
    default: free(kept); return 0;
  }
}

psa_status_t tell_of_heap(const psa_msg_t* message, size_t heap_size) {
  switch (message->type) {
    case HEAP_WHOLE: return whole(heap_size);
    case HEAP_GRANULES: return granules(heap_size);
    case HEAP_ZEROED: return zeroed(heap_size);
    case HEAP_SCRUBBED: return scrubbed(heap_size);
    case HEAP_GROWS: return grows(heap_size);
    case HEAP_SHRINKS: return shrinks(heap_size);
    case HEAP_REALLOC_FAILS: return realloc_fails(heap_size);
    case HEAP_COUNTS: return counts(heap_size);
    case HEAP_FRAGMENTS: return fragments(heap_size);
    case HEAP_NOTHING: return nothing(heap_size);
    case HEAP_STIRRED: return stirred(heap_size);
    case HEAP_STRINGS: return strings();
    case HEAP_AS_BUFFER: return as_buffer(message->handle, heap_size);
    case HEAP_TAKE:
    case HEAP_HOLDS:
    case HEAP_GIVE: return keep(message->type, heap_size);
    default: return misuse(message->type, heap_size);
  }
}
