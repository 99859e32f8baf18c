// SPDX-License-Identifier: Apache-2.0

/* Stories of partitions in ordinary C and C++. */
#include "librarian.h"
#include "ns_platform.h"
#include "panics.h"
#include "psa_manifest/sid.h"

/* The values of shelf.hpp. */
enum { CONSTRUCTED = 1, COUNT, AREA, ORDER, ALLOCATED, PURE, WITHOUT_MEMORY };

int ns_object_twice(void);
int ns_configuration(void);

static psa_status_t ask(psa_handle_t handle, int32_t request) { return psa_call(handle, request, NULL, 0, NULL, 0); }

static void expect_of_all(int32_t request, psa_status_t answer) {
  EXPECT_EQ(ask(SHELF_ONE_HANDLE, request), answer);
  EXPECT_EQ(ask(SHELF_TWO_HANDLE, request), answer);
#ifdef SHELF_THREE_HANDLE
  EXPECT_EQ(ask(SHELF_THREE_HANDLE, request), answer);
#endif
}

STORY(static_objects_are_constructed_before_anything_runs, "CRT-5") { expect_of_all(CONSTRUCTED, 42); }

STORY(constructors_run_in_the_order_of_their_priority, "CRT-5") { expect_of_all(ORDER, 12); }

STORY(partitions_share_source_and_no_state, "CRT-5 CRT-3") {
  EXPECT_EQ(ask(SHELF_ONE_HANDLE, COUNT), 1);
  EXPECT_EQ(ask(SHELF_ONE_HANDLE, COUNT), 2);
  EXPECT_EQ(ask(SHELF_TWO_HANDLE, COUNT), 1);
  EXPECT_EQ(ask(SHELF_ONE_HANDLE, COUNT), 3);
#ifdef SHELF_THREE_HANDLE
  EXPECT_EQ(ask(SHELF_THREE_HANDLE, COUNT), 1);
#endif
}

STORY(virtual_functions_are_those_of_the_object, "CRT-5") {
  EXPECT_EQ(ask(SHELF_ONE_HANDLE, AREA), 10);
  EXPECT_EQ(ask(SHELF_TWO_HANDLE, AREA), 10);
}

STORY(new_and_delete_use_the_partitions_heap, "CRT-2") {
  for (int i = 0; i < 100; i++) {
    EXPECT_EQ(ask(SHELF_ONE_HANDLE, ALLOCATED), 10);
  }
}

STORY(the_non_secure_program_has_constructors_too, "CRT-5") {
  EXPECT_EQ(ns_object_twice(), 24);
  EXPECT_EQ(ns_configuration(), 77);
}

#ifdef LIBRARIAN_HANDLE
STORY(the_c_library_has_an_error_number, "CRT-6") { EXPECT_EQ(ask(LIBRARIAN_HANDLE, NUMBERS), PSA_SUCCESS); }
STORY(the_c_library_sorts, "CRT-6") { EXPECT_EQ(ask(LIBRARIAN_HANDLE, SORTED), PSA_SUCCESS); }
STORY(the_c_library_formats_and_copies_texts, "CRT-6 CRT-2") { EXPECT_EQ(ask(LIBRARIAN_HANDLE, TEXTS), PSA_SUCCESS); }
STORY(a_weak_name_that_nothing_defines_is_null, "CRT-6") { EXPECT_EQ(ask(LIBRARIAN_HANDLE, WEAK_NAMES), PSA_SUCCESS); }
#endif

static const struct story stories[] = {
    TOLD(static_objects_are_constructed_before_anything_runs),
    TOLD(constructors_run_in_the_order_of_their_priority),
    TOLD(partitions_share_source_and_no_state),
    TOLD(virtual_functions_are_those_of_the_object),
    TOLD(new_and_delete_use_the_partitions_heap),
    TOLD(the_non_secure_program_has_constructors_too),
#ifdef LIBRARIAN_HANDLE
    TOLD(the_c_library_has_an_error_number),
    TOLD(the_c_library_sorts),
    TOLD(the_c_library_formats_and_copies_texts),
    TOLD(a_weak_name_that_nothing_defines_is_null),
#endif
};

static const struct panic_story panics[] = {
    {"a_pure_function_is_not_called", "SHELF_ONE PANIC-1", SHELF_ONE_HANDLE, PURE},
    {"new_without_memory_is_a_panic", "SHELF_ONE PANIC-1", SHELF_ONE_HANDLE, WITHOUT_MEMORY},
    {"new_without_a_heap_is_a_panic", "SHELF_TWO PANIC-1", SHELF_TWO_HANDLE, ALLOCATED},
    {"without_a_heap_there_is_null_before_the_panic", "SHELF_TWO PANIC-1", SHELF_TWO_HANDLE, WITHOUT_MEMORY},
#ifdef LIBRARIAN_HANDLE
    {"abort_is_a_panic", "LIBRARIAN PANIC-1", LIBRARIAN_HANDLE, ENDS},
    {"an_assertion_is_a_panic_that_says_where", "LIBRARIAN PANIC-1", LIBRARIAN_HANDLE, ASSERTION},
#endif
};

int main(void) {
  static const struct suite suite = {
      "programs", stories, sizeof stories / sizeof stories[0], panics, sizeof panics / sizeof panics[0], NULL};
#ifdef LIBRARIAN_HANDLE
  static uint32_t announced __attribute__((section(".noinit")));
  enum { ANNOUNCED = 0x4153534D };
  if (announced != ANNOUNCED && are_all_wanted()) {
    ns_print("expect-log  [ERR] librarian.c:7: librarian_sfn: assertion `msg->type == 0` failed\n");
    announced = ANNOUNCED;
  }
#endif
  run_stories_then_panics(&suite);
}
