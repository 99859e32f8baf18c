// SPDX-License-Identifier: Apache-2.0

/* Stories: painters write all over the named devices of the board, and a numbered one. */
#include "given.h"
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "story.h"

static void of_first(int32_t region) { expect_harmless(FIRST_PAINTER_HANDLE, region, SECOND_PAINTER_HANDLE); }
static void of_second(int32_t region) { expect_harmless(SECOND_PAINTER_HANDLE, region, FIRST_PAINTER_HANDLE); }

/* Of each device that FIRST_PAINTER has on this board (given.h): its number among them. */
#define STORY_OF(name, number) \
  STORY(name##_is_only_that_device, "ISO-9 ISO-6 MMIO-5") { of_first(number); }
#define TOLD_OF(name, number) TOLD(name##_is_only_that_device),

GIVEN_TO_FIRST(STORY_OF)
STORY(timer0_is_only_a_timer, "ISO-9 ISO-6 MMIO-5") { of_second(0); }
STORY(the_slow_timer_by_its_number_is_only_a_timer, "ISO-9 ISO-6 MMIO-1") { of_second(1); }

static const struct story stories[] = {
    GIVEN_TO_FIRST(TOLD_OF)  //
    TOLD(timer0_is_only_a_timer),
    TOLD(the_slow_timer_by_its_number_is_only_a_timer),
};

int main(void) { run_stories("given_devices", stories, sizeof stories / sizeof stories[0]); }
