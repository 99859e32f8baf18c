// SPDX-License-Identifier: Apache-2.0

#include "paint.h"
#include "psa/framework_feature.h"
#include "watch.h"

#define WORD(address) (*(volatile uint32_t*)(address))

/* A watchdog takes writes only when it is unlocked. If it expires it ends the run, as it should; so no pattern is a
 * small number, and its last words are zeros. */
static void unlock(const struct region* region) {
  if (region->lock != 0) {
    WORD(region->base + region->lock) = 0x1ACCE551;
  }
}

/* The emulator divides by one more than the prescaler of the FPGA, and crashes if that is all ones. */
static void put(const struct region* region, uint32_t at, uint32_t pattern) {
  if (pattern != 0xFFFFFFFF || at == 0 || at != region->not_ones) {
    WORD(region->base + at) = pattern;
  }
}

static void fill(const struct region* region, uint32_t pattern, uint32_t step) {
  unlock(region);
  for (uint32_t at = 0; at < region->size; at += 4) {
    put(region, at, pattern);
    pattern += step;
  }
}

static void fill_backwards(const struct region* region, uint32_t pattern) {
  const uint32_t end = region->lock != 0 ? region->lock : region->size; /* test registers that reset the board follow */
  unlock(region);
  for (uint32_t at = end; at != 0; at -= 4) {
    put(region, at - 4, pattern);
  }
}

/* Whether writes reach the region, or are ignored. */
static int32_t is_reached(const struct region* region) {
  enum { SOME = 0x123, OTHER = 0x321 };
  unlock(region);
  WORD(region->base + region->probe) = SOME;
  const uint32_t first = WORD(region->base + region->probe);
  WORD(region->base + region->probe) = OTHER;
  const uint32_t second = WORD(region->base + region->probe);
  WORD(region->base + region->probe) = 0;
  return region->is_fixed ? first == second : first == SOME && second == OTHER;
}

static void write_all_over(const struct region* region) {
  fill(region, 0, 0);
  fill(region, 0xFFFFFFFF, 0);
  fill(region, 0x5A5A5A5A, 0);
  fill(region, 0xA5A5A5A5, 0);
  fill(region, 0x80000000, 0x01010101);
  fill_backwards(region, 0xFFFFFFFF);
  fill_backwards(region, 0);
  if (region->lock == 0) {
    fill(region, 0x3C3C3C3C, 0); /* zeros could not be told from memory that nothing has written */
  }
}

/* The difference between the two observations. */
static int32_t difference(const struct observations* both) {
  const struct watched* const before = &both->before;
  const struct watched* const after = &both->after;
  if (before->count < MOST_WORDS / 2 || before->count != after->count || before->count == MOST_WORDS) {
    return PAINT_WATCHED_NOTHING;
  }
  for (uint32_t i = 0; i < before->count; i++) {
    if (before->registers[i] != after->registers[i]) {
      return PAINT_CHANGED_A_BOUNDARY;
    }
  }
  for (uint32_t i = 0; i < MOST_MEMORIES; i++) {
    if (before->memory[i] != after->memory[i]) {
      return PAINT_CHANGED_MEMORY;
    }
  }
  return PAINT_CHANGED_NOTHING_ELSE;
}

static int32_t paint(const struct region* region) {
  struct observations both;
  for (int i = 0; i < 3; i++) { /* the third time, all regions on demand have been loaded */
    (void)*(volatile uint32_t*)(uintptr_t)region->base;
    watch(&both.before, &both);
  }
  write_all_over(region);
  watch(&both.after, &both);
  const int32_t changed = PSA_FRAMEWORK_ISOLATION_LEVEL == 1 ? difference(&both) : PAINT_CHANGED_NOTHING_ELSE;
  return changed == PAINT_CHANGED_NOTHING_ELSE && !is_reached(region) ? PAINT_DID_NOT_REACH : changed;
}

enum { WITNESSES = 64 };
static volatile uint32_t witnesses[WITNESSES];
static volatile uint32_t given_witnesses[WITNESSES] = {0x5EED};

/* Whether writes of other partitions have stayed out of this one's memory. */
static int32_t is_untouched(void) {
  for (uint32_t i = 0; i < WITNESSES; i++) {
    if (witnesses[i] != 0 || given_witnesses[i] != (i == 0 ? 0x5EEDu : 0)) {
      return PAINT_CHANGED_MEMORY;
    }
  }
  return PAINT_CHANGED_NOTHING_ELSE;
}

int32_t answer(const struct region* regions, uint32_t count, int32_t request) {
  if (request == ARE_YOU_UNTOUCHED) {
    return is_untouched();
  }
  if (request < 0 || (uint32_t)request >= count) {
    return PAINT_HAS_NO_SUCH_REGION;
  }
  return paint(&regions[request]);
}
