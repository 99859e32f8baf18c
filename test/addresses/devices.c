/* Stories: painters write all over the named devices of the board, and a numbered one. */
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "story.h"

static void of_first(int32_t region) { expect_harmless(FIRST_PAINTER_HANDLE, region, SECOND_PAINTER_HANDLE); }
static void of_second(int32_t region) { expect_harmless(SECOND_PAINTER_HANDLE, region, FIRST_PAINTER_HANDLE); }

STORY(uart2_is_only_a_uart, "ISO-9 ISO-6 MMIO-5") { of_first(0); }
STORY(uart3_is_only_a_uart, "ISO-9 ISO-6 MMIO-5") { of_first(1); }
STORY(uart4_is_only_a_uart, "ISO-9 ISO-6 MMIO-5") { of_first(2); }
STORY(the_fpgas_inputs_and_outputs_are_only_that, "ISO-9 ISO-6 MMIO-5") { of_first(3); }
STORY(timer0_is_only_a_timer, "ISO-9 ISO-6 MMIO-5") { of_second(0); }
STORY(the_slow_timer_by_its_number_is_only_a_timer, "ISO-9 ISO-6 MMIO-1") { of_second(1); }

static const struct story stories[] = {
    TOLD(uart2_is_only_a_uart),   TOLD(uart3_is_only_a_uart),
    TOLD(uart4_is_only_a_uart),   TOLD(the_fpgas_inputs_and_outputs_are_only_that),
    TOLD(timer0_is_only_a_timer), TOLD(the_slow_timer_by_its_number_is_only_a_timer),
};

int main(void) { run_stories("given_devices", stories, sizeof stories / sizeof stories[0]); }
