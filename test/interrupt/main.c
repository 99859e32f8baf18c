// SPDX-License-Identifier: Apache-2.0

/* Stories of interrupts: how partitions see them, and when they come. */
#include "later.h"
#include "panics.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#ifdef TIMER_SID
#include "timer.h"
#endif

static psa_status_t ask(psa_handle_t handle, int32_t request) { return psa_call(handle, request, NULL, 0, NULL, 0); }

static psa_status_t ask_function(int32_t request) { return ask(FUNCTION_HANDLE, request); }

#ifdef THREAD_SID
static psa_status_t ask_thread(int32_t request) { return ask(THREAD_HANDLE, request); }

static psa_status_t ask_old(int32_t request) {
  const psa_handle_t handle = psa_connect(OLD_SID, 1);
  const psa_status_t status = ask(handle, request);
  psa_close(handle);
  return status;
}
#else
static psa_status_t ask_thread(int32_t request) {
  (void)request;
  return 0; /* this backend has no partitions of the IPC model */
}

static psa_status_t ask_old(int32_t request) { return ask_thread(request); }
#endif

static void ask_both_models(int32_t request) {
  EXPECT_EQ(ask_function(request), 0);
  EXPECT_EQ(ask_thread(request), 0);
}

static void ask_all(int32_t request) {
  ask_both_models(request);
  EXPECT_EQ(ask_old(request), 0);
}

/* All partitions have one thread: a signal is noticed when a function waits. */
#ifdef THREAD_SID
#define ON_THE_SFN_BACKEND ""
#else
#define ON_THE_SFN_BACKEND " SCH-21"
#endif

STORY(sources_begin_enabled_in_1_0_and_disabled_in_1_1, "IRQ-2 IRQ-6 BOOT-4") { ask_all(LINE_BOOT); }
STORY(disable_answers_the_state_before, "IRQ-3 IRQ-4 IRQ-5") { ask_all(LINE_STATE); }
STORY(a_signal_stays_until_its_end_of_interrupt, "SLIH-1 EOI-1 EOI-3 WAIT-1 WAIT-3 WAIT-6 SIG-4 IRQ-1") {
  ask_all(LINE_RAISED);
}
STORY(a_source_is_masked_until_its_end_of_interrupt, "SLIH-2 EOI-1") { ask_all(LINE_MASKED); }
STORY(a_disabled_source_waits_and_its_signal_stays, "IRQ-8") { ask_all(LINE_DISABLED); }
STORY(end_of_interrupt_leaves_a_disabled_source_disabled, "EOI-4 IRQ-4") { ask_all(LINE_EOI_OF_DISABLED); }
STORY(enable_leaves_a_source_masked_until_its_end_of_interrupt, "EOI-5") { ask_all(LINE_ENABLE_BEFORE_EOI); }
STORY(a_first_level_function_runs_at_once_and_decides, "FLIH-1 FLIH-3 FLIH-4 RST-1 SIG-4 SEQ-6 RST-2") {
  ask_both_models(LINE_FUNCTION);
}
STORY(all_asserted_signals_are_returned, "WAIT-1 WAIT-7") { ask_both_models(LINE_TWO_SIGNALS); }

STORY(a_secure_function_waits_for_an_interrupt, "SFN-13 SFN-14 WAIT-2 SFN-7 SCH-16") {
  raise_later(FUNCTION_SLOW_SOURCE);
  EXPECT_EQ(ask_function(LINE_BLOCK_SLOW), 0);
  raise_later(FUNCTION_FAST_SOURCE);
  EXPECT_EQ(ask_function(LINE_BLOCK_FAST), 0);
  EXPECT_EQ(ask_function(LINE_NOTHING_ASSERTED), 0);
}

STORY(a_signal_outside_of_secure_functions_stays_pending, "SFN-24 SCH-9 IRQ-10" ON_THE_SFN_BACKEND) {
  raise_over_non_secure(FUNCTION_SLOW_SOURCE);
  EXPECT_EQ(ask_function(LINE_BOOT), 0); /* a partition that does not wait */
  EXPECT_EQ(ask_function(LINE_SLOW_IS_ASSERTED), 0);
}

STORY(a_first_level_function_runs_over_non_secure_code, "FLIH-6 SFN-24") {
  raise_over_non_secure(FUNCTION_FAST_SOURCE);
  EXPECT_EQ(ask_function(LINE_FAST_IS_ASSERTED), 0);
  EXPECT_EQ(ask_function(LINE_NOTHING_ASSERTED), 0);
}

#ifdef THREAD_SID
/* THREAD, woken by its own interrupt, raises the line that FUNCTION waits or polls for. */
static void wake_function_through_thread(int32_t request_to_function) {
  EXPECT_EQ(ask_thread(LINE_PASS_ON), 0);
  raise_later(THREAD_SLOW_SOURCE);
  EXPECT_EQ(ask_function(request_to_function), 0);
  EXPECT_EQ(ask_thread(LINE_CAME_ONCE), 0);
}

STORY(who_waits_in_a_function_lets_others_run, "SFN-23 SCH-3") { wake_function_through_thread(LINE_BLOCK_SLOW); }
#endif

/* The host has no interrupt priorities. */
#ifdef TIMER_SID
STORY(secure_sources_share_a_priority_above_all_others, "IRQ-7 IRQ-9 SCH-11 FLIH-7") { ask_all(LINE_PRIORITIES); }

STORY(an_interrupt_comes_to_who_polls, "WAIT-8 CON-9") {
  raise_later(FUNCTION_SLOW_SOURCE);
  EXPECT_EQ(ask_function(LINE_POLL_SLOW), 0);
}
#endif

#if defined TIMER_SID && defined THREAD_SID
STORY(who_polls_lets_run_whom_an_interrupt_woke, "SCH-8 WAIT-8") { wake_function_through_thread(LINE_POLL_SLOW); }

/* THREAD runs while FUNCTION waits, and leaves a pattern of its own in the registers. */
STORY(a_switch_keeps_registers, "SCH-12") { wake_function_through_thread(LINE_FULL_REGISTERS); }
#endif

#ifdef THREAD_SID
STORY(a_thread_waits_for_an_interrupt, "WAIT-2 SCH-16") {
  raise_later(THREAD_SLOW_SOURCE);
  EXPECT_EQ(ask_thread(LINE_BLOCK_SLOW), 0);
  raise_later(THREAD_FAST_SOURCE);
  EXPECT_EQ(ask_thread(LINE_BLOCK_FAST), 0);
  EXPECT_EQ(ask_thread(LINE_NOTHING_ASSERTED), 0);
}

STORY(an_interrupt_and_a_message_are_there_together, "WAIT-1 WAIT-7 CON-12") {
  raise_later(THREAD_SLOW_SOURCE);
  EXPECT_EQ(ask_thread(LINE_TOGETHER), 0);
}

/* Each interrupt has ended before the next is raised; otherwise the line would be masked. */
STORY(a_more_urgent_partition_is_scheduled_at_once, "SLIH-1 SCH-4") { EXPECT_EQ(ask_function(LINE_RELAY), 0); }

/* Three interrupts wake THREAD once, because it does not run before non-secure code calls. */
STORY(a_partition_does_not_run_before_non_secure_code_calls, "SCH-9 IRQ-10 SLIH-2") {
  raise_over_non_secure(THREAD_SLOW_SOURCE);
  EXPECT_EQ(ask_thread(LINE_CAME_ONCE), 0);
  raise_over_non_secure(THREAD_FAST_SOURCE);
  EXPECT_EQ(ask_thread(LINE_CAME_ONCE), 0);
}

STORY(a_woken_partition_runs_when_the_secure_side_is_entered_next, "SCH-9") {
  raise_over_non_secure(THREAD_SLOW_SOURCE);
  EXPECT_EQ(ask_function(LINE_ASK_THREAD), 0);
}

STORY(any_call_is_an_entry_to_the_secure_side, "SCH-9") {
  for (int i = 0; i < 3; i++) {
    raise_over_non_secure(THREAD_SLOW_SOURCE);
    EXPECT_EQ(psa_version(THREAD_SID), 1);
  }
  EXPECT_EQ(ask_thread(LINE_CAME_THREE_TIMES), 0);
}
#endif

#ifdef TIMER_SID
STORY(a_device_of_the_board_is_known_by_its_name, "MIRQ-3 FLIH-1 SFN-13 SFN-14 ISO-11") {
  const struct delay delay = {0, 10000, 1};
  const psa_invec in = {&delay, sizeof delay};
  for (int i = 0; i < 3; i++) {
    EXPECT_EQ(psa_call(TIMER_HANDLE, TIMER_SLEEP, &in, 1, NULL, 0), 0);
  }
}
#endif

static const struct story stories[] = {
    TOLD(sources_begin_enabled_in_1_0_and_disabled_in_1_1),
    TOLD(disable_answers_the_state_before),
    TOLD(a_signal_stays_until_its_end_of_interrupt),
    TOLD(a_source_is_masked_until_its_end_of_interrupt),
    TOLD(a_disabled_source_waits_and_its_signal_stays),
    TOLD(end_of_interrupt_leaves_a_disabled_source_disabled),
    TOLD(enable_leaves_a_source_masked_until_its_end_of_interrupt),
    TOLD(a_first_level_function_runs_at_once_and_decides),
    TOLD_AFTER(a_first_level_function_runs_at_once_and_decides, all_asserted_signals_are_returned),
    TOLD_AFTER(a_first_level_function_runs_at_once_and_decides, a_secure_function_waits_for_an_interrupt),
    TOLD(a_signal_outside_of_secure_functions_stays_pending),
    TOLD_AFTER(a_first_level_function_runs_at_once_and_decides, a_first_level_function_runs_over_non_secure_code),
#ifdef TIMER_SID
    TOLD(secure_sources_share_a_priority_above_all_others),
    TOLD(an_interrupt_comes_to_who_polls),
#endif
#if defined TIMER_SID && defined THREAD_SID
    TOLD(who_polls_lets_run_whom_an_interrupt_woke),
    TOLD(a_switch_keeps_registers),
#endif
#ifdef THREAD_SID
    TOLD(who_waits_in_a_function_lets_others_run),
    TOLD_AFTER(a_first_level_function_runs_at_once_and_decides, a_thread_waits_for_an_interrupt),
    TOLD(an_interrupt_and_a_message_are_there_together),
    TOLD(a_more_urgent_partition_is_scheduled_at_once),
    TOLD_AFTER(a_first_level_function_runs_at_once_and_decides, a_partition_does_not_run_before_non_secure_code_calls),
    TOLD(a_woken_partition_runs_when_the_secure_side_is_entered_next),
    TOLD(any_call_is_an_entry_to_the_secure_side),
#endif
#ifdef TIMER_SID
    TOLD(a_device_of_the_board_is_known_by_its_name),
#endif
};

static const struct panic_story panics[] = {
#define X(misuse, rule) {"FUNCTION_" #misuse, "FUNCTION " rule, FUNCTION_HANDLE, misuse},
    MISUSES(X)
#undef X
        {"FUNCTION_MISUSE_WAIT_FOR_SERVICE", "FUNCTION WAIT-5", FUNCTION_HANDLE, MISUSE_WAIT_FOR_SERVICE},
#ifdef THREAD_SID
#define X(misuse, rule) {"THREAD_" #misuse, "THREAD " rule, THREAD_HANDLE, misuse},
    MISUSES(X)
#undef X
#endif
};

static bool function_answers(void) { return ask_function(LINE_STATE) == 0; }

int main(void) {
  static const struct suite suite = {
      "interrupt",     stories, sizeof stories / sizeof stories[0], panics, sizeof panics / sizeof panics[0],
      function_answers};
  run_stories_then_panics(&suite);
}
