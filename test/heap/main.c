// SPDX-License-Identifier: Apache-2.0

/* Stories of the heaps of partitions, each with two heaps: one of whole granules, one that does not end with a granule.
 */
#include <string.h>

#include "panics.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "requests.h"

static psa_status_t ask(psa_handle_t handle, int32_t request) { return psa_call(handle, request, NULL, 0, NULL, 0); }

static void ask_both(int32_t request) {
  EXPECT_EQ(ask(ROUND_HANDLE, request), 0);
  EXPECT_EQ(ask(ODD_HANDLE, request), 0);
}

STORY(one_block_can_be_the_whole_heap, "CRT-2") { ask_both(HEAP_WHOLE); }
STORY(blocks_of_eight_bytes_fill_the_heap, "CRT-2") { ask_both(HEAP_GRANULES); }
STORY(new_memory_is_zero, "CRT-2") { ask_both(HEAP_ZEROED); }
STORY(freed_memory_is_scrubbed, "CRT-2") { ask_both(HEAP_SCRUBBED); }
STORY(a_block_that_grows_moves_and_leaves_nothing_behind, "CRT-2") { ask_both(HEAP_GROWS); }
STORY(a_block_that_shrinks_stays_and_loses_its_tail, "CRT-2") { ask_both(HEAP_SHRINKS); }
STORY(a_block_that_cannot_grow_stays_as_it_is, "CRT-2") { ask_both(HEAP_REALLOC_FAILS); }
STORY(a_product_that_overflows_is_not_allocated, "CRT-2") { ask_both(HEAP_COUNTS); }
STORY(free_neighbours_are_one_piece, "CRT-2") { ask_both(HEAP_FRAGMENTS); }
STORY(nothing_is_no_block, "CRT-2") { ask_both(HEAP_NOTHING); }
STORY(blocks_of_many_sizes_keep_apart, "CRT-2") { ask_both(HEAP_STIRRED); }
STORY(memory_functions_are_those_of_c99, "CRT-1") { ask_both(HEAP_STRINGS); }

STORY(each_partition_has_its_own_heap, "CRT-2 CRT-3") {
  ask_both(HEAP_TAKE);
  ask_both(HEAP_HOLDS);
  EXPECT_EQ(ask(ROUND_HANDLE, HEAP_GIVE), 0);
  EXPECT_EQ(ask(ROUND_HANDLE, HEAP_WHOLE), 0);
  EXPECT_EQ(ask(ODD_HANDLE, HEAP_HOLDS), 0);
  EXPECT_EQ(ask(ODD_HANDLE, HEAP_GIVE), 0);
  EXPECT_EQ(ask(ODD_HANDLE, HEAP_WHOLE), 0);
}

static void expect_copied(psa_handle_t handle) {
  const uint8_t from[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  uint8_t to[8] = {0};
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  EXPECT_EQ(psa_call(handle, HEAP_AS_BUFFER, &in, 1, &out, 1), 0);
  EXPECT_EQ(memcmp(from, to, sizeof to), 0);
}

STORY(blocks_are_memory_for_messages, "CRT-2 MEM-4 ISO-11") {
  expect_copied(ROUND_HANDLE);
  expect_copied(ODD_HANDLE);
}

static const struct story stories[] = {
    TOLD(one_block_can_be_the_whole_heap),
    TOLD(blocks_of_eight_bytes_fill_the_heap),
    TOLD(new_memory_is_zero),
    TOLD(freed_memory_is_scrubbed),
    TOLD(a_block_that_grows_moves_and_leaves_nothing_behind),
    TOLD(a_block_that_shrinks_stays_and_loses_its_tail),
    TOLD(a_block_that_cannot_grow_stays_as_it_is),
    TOLD(a_product_that_overflows_is_not_allocated),
    TOLD(free_neighbours_are_one_piece),
    TOLD(nothing_is_no_block),
    TOLD(blocks_of_many_sizes_keep_apart),
    TOLD(memory_functions_are_those_of_c99),
    TOLD(each_partition_has_its_own_heap),
    TOLD(blocks_are_memory_for_messages),
};

static const struct panic_story panics[] = {
    {"a_block_is_freed_twice", "ROUND PANIC-1", ROUND_HANDLE, HEAP_FREE_TWICE},
    {"the_middle_of_a_block_is_freed", "ODD PANIC-1", ODD_HANDLE, HEAP_FREE_INSIDE},
    {"a_crooked_address_is_freed", "ROUND PANIC-1", ROUND_HANDLE, HEAP_FREE_CROOKED},
    {"what_is_not_of_the_heap_is_freed", "ROUND PANIC-1", ROUND_HANDLE, HEAP_FREE_FOREIGN},
    {"what_is_not_of_the_other_heap_is_freed", "ODD PANIC-1", ODD_HANDLE, HEAP_FREE_FOREIGN},
    {"a_freed_block_is_to_grow", "ODD PANIC-1", ODD_HANDLE, HEAP_REALLOC_FREED},
};

int main(void) {
  static const struct suite suite = {
      "heap", stories, sizeof stories / sizeof stories[0], panics, sizeof panics / sizeof panics[0], NULL};
  run_stories_then_panics(&suite);
}
