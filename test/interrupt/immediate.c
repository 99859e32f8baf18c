// SPDX-License-Identifier: Apache-2.0

/* The other setting of SCH-9: a secure interrupt over non-secure code lets its owner run at once. */
#include "later.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "scenario.h"
#include "systick.h"

enum { SWEEP = 300, SPIN = 200 };

static psa_status_t ask_thread(int32_t request) { return psa_call(THREAD_HANDLE, request, NULL, 0, NULL, 0); }

STORY(a_partition_runs_before_non_secure_code_goes_on, "SCH-9 IRQ-10 SCH-4") {
  raise_over_non_secure(THREAD_SLOW_SOURCE);
  EXPECT_EQ(ask_thread(LINE_HOW_OFTEN), 3);
}

STORY(a_secure_function_that_does_not_wait_is_not_disturbed, "SFN-24 SCH-9") {
  raise_over_non_secure(FUNCTION_SLOW_SOURCE);
  EXPECT_EQ(psa_call(FUNCTION_HANDLE, LINE_SLOW_IS_ASSERTED, NULL, 0, NULL, 0), 0);
}

static volatile unsigned handlers_run;
static volatile unsigned handlers_disturbed;

/* Runs long enough (TEST_SPINS_TO_ALARM) for the secure interrupt to come in it; its own values must not change. */
static void spin(void) {
  unsigned sum = 0;
  for (volatile unsigned i = 0; i < SPIN; i++) {
    sum += i;
  }
  if (sum != SPIN * (SPIN - 1) / 2) {
    handlers_disturbed++;
  }
}

static void in_handler(void) {
  for (unsigned i = 0; i < TEST_SPINS_TO_ALARM; i++) {
    spin();
  }
  handlers_run++;
}

/* A non-secure handler comes at every moment of a call, and a secure interrupt over that handler: the partition that
 * wakes up runs while the handler is on top of the interrupted one. */
STORY(a_handler_above_a_partition_is_put_aside_and_goes_on, "SCH-9 SCH-10 NSR-2 NSR-7") {
  unsigned wrong = 0;
  handlers_run = 0;
  (void)ask_thread(LINE_HOW_OFTEN);
  for (unsigned ticks = 1; ticks <= SWEEP; ticks++) {
    raise_after(THREAD_SLOW_SOURCE, 20 + ticks % 13);
    systick_start(1 + ticks % 31, in_handler);
    wrong += psa_call(FUNCTION_HANDLE, LINE_NOTHING_ASSERTED, NULL, 0, NULL, 0) != 0;
    wrong += psa_version(THREAD_SID) != 1;
    systick_wait();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(handlers_run, SWEEP);
  EXPECT_EQ(handlers_disturbed, 0);
  EXPECT_EQ(ask_thread(LINE_HOW_OFTEN), SWEEP);
}

/* Suspended non-secure code does not run: its own interrupts wait until it resumes. */
STORY(interrupts_of_the_non_secure_world_wait_while_it_is_put_aside, "SCH-9 SCH-11") {
  const unsigned before = systick_came_over_secure();
  for (unsigned ticks = 1; ticks <= SWEEP; ticks++) {
    raise_after(THREAD_SLOW_SOURCE, 40 + ticks % 7);
    for (unsigned i = 0; i < TEST_SPINS_TO_ALARM; i++) {
      systick_start(1 + (ticks + i) % 61, spin);
      systick_wait();
    }
  }
  EXPECT_EQ(systick_came_over_secure(), before);
  EXPECT_EQ(ask_thread(LINE_HOW_OFTEN), SWEEP);
}

static const struct story stories[] = {
    TOLD(a_partition_runs_before_non_secure_code_goes_on),
    TOLD(a_secure_function_that_does_not_wait_is_not_disturbed),
    TOLD(a_handler_above_a_partition_is_put_aside_and_goes_on),
    TOLD(interrupts_of_the_non_secure_world_wait_while_it_is_put_aside),
};

int main(void) { run_stories("immediate", stories, sizeof stories / sizeof stories[0]); }
