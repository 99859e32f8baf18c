// SPDX-License-Identifier: Apache-2.0

/* Stories: painters write all over each kind of unused memory by number, and over the watchdog last. */
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "story.h"

static void of_third(int32_t region) { expect_harmless(THIRD_PAINTER_HANDLE, region, FOURTH_PAINTER_HANDLE); }
static void of_fourth(int32_t region) { expect_harmless(FOURTH_PAINTER_HANDLE, region, THIRD_PAINTER_HANDLE); }

STORY(memory_without_a_controller_or_beside_the_code_is_only_memory, "ISO-9 ISO-6 MMIO-1") { of_fourth(0); }
STORY(memory_outside_of_the_subsystem_is_only_memory, "ISO-9 ISO-6 MMIO-1") { of_fourth(1); }
STORY(memory_of_the_subsystem_is_only_memory, "ISO-9 ISO-6 MMIO-1") { of_third(1); }
STORY(the_watchdog_or_memory_of_the_processor_is_only_that, "ISO-9 ISO-6 MMIO-5") { of_third(0); }

static const struct story stories[] = {
    TOLD(memory_without_a_controller_or_beside_the_code_is_only_memory),
    TOLD(memory_outside_of_the_subsystem_is_only_memory),
    TOLD(memory_of_the_subsystem_is_only_memory),
    TOLD(the_watchdog_or_memory_of_the_processor_is_only_that),
};

int main(void) { run_stories("given_memories", stories, sizeof stories / sizeof stories[0]); }
