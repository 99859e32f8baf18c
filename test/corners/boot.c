// SPDX-License-Identifier: Apache-2.0

/* The order in which partitions start (BOOT-6 to BOOT-9), as one of them recorded it. All of it is over when the
 * non-secure world begins. */
#include "boot.h"
#include "chapters.h"
#include "ns_platform.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"

static struct list list_now(void) {
  struct list list = {0};
  psa_outvec out = {&list, sizeof list};
  EXPECT_EQ(psa_call(REGISTRAR_SERVICE_HANDLE, GET_LIST, NULL, 0, &out, 1), PSA_SUCCESS);
  EXPECT_EQ(out.len, sizeof list);
  return list;
}

/* SLOW and LATE both have low priority, and both need the registrar and nothing else, so their order is not defined. */
STORY(partitions_start_by_priority_and_then_by_what_they_need, "BOOT-7 BOOT-8 GEN-13 DEP-4") {
  const struct list list = list_now();
  EXPECT_EQ(list.ids[0], EARLY);
  EXPECT_EQ(list.ids[1], PLAIN);
  EXPECT_EQ(list.ids[2], LAYERED);
}

STORY(all_have_started_when_the_non_secure_world_begins, "BOOT-6") {
  const struct list list = list_now();
  unsigned lates = 0;
#ifdef SLOW_SERVICE_SID
  EXPECT_EQ(list.count, 5);
#else
  EXPECT_EQ(list.count, 4);
#endif
  for (unsigned i = 3; i < list.count; i++) {
    lates += list.ids[i] == LATE;
  }
  EXPECT_EQ(lates, 1);
}

STORY(a_dependency_is_initialised_before_it_serves, "SFN-11 SFN-21 BOOT-7") {
  const struct list list = list_now();
  EXPECT_EQ(list.inits, 1);
  EXPECT_EQ(list.inits_at_first, 1);
  EXPECT_EQ(list.ticks, 100); /* CLOCK, on which it depends, was initialised before */
}

/* LAYERED called SLOW before SLOW first waited. If the message were lost, this image would never come here. */
STORY(a_message_that_comes_before_the_first_wait_is_kept, "BOOT-9") { EXPECT(list_now().count >= 4); }

STORY(an_init_function_that_answers_above_0_has_succeeded, "SFN-10") {
  ns_print("expect-log [WRN] EARLY init answered 0x00000003\n");
  EXPECT_EQ(psa_call(EARLY_SERVICE_HANDLE, 4, NULL, 0, NULL, 0), 5);
}

static const struct story stories[] = {
    TOLD(partitions_start_by_priority_and_then_by_what_they_need),
    TOLD(all_have_started_when_the_non_secure_world_begins),
    TOLD(a_dependency_is_initialised_before_it_serves),
    TOLD(a_message_that_comes_before_the_first_wait_is_kept),
    TOLD(an_init_function_that_answers_above_0_has_succeeded),
};

const struct chapter boot_chapter = CHAPTER(stories);
