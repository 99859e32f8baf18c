// SPDX-License-Identifier: Apache-2.0

/* A non-secure program that uses the FPU, over and under partitions that use it too. What is in the registers of a
 * context stays there, and what is another's never shows. */
#include "clients.h"
#include "fpu.h"
#include "handler.h"
#include "panics.h"
#include "psa/client.h"
#include "psa/error.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "scenario.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

#define COPROCESSOR_ACCESS (*(volatile uint32_t*)0xE000ED88u)
#define CONTEXT_CONTROL (*(volatile uint32_t*)0xE000EF34u)
#define FEATURES (*(const volatile uint32_t*)0xE000EF40u)

enum { UNIT_FOR_ALL = 0xF << 20, SAVED_AUTOMATICALLY = 1u << 31, MOMENTS = 4000 };
/* The alarm is armed by a call, which takes a while to come back. */
enum { ALARM_MOMENTS = 4090, MOST_WAITS = 100000 };
/* How long the clock is measured, in instructions. */
enum { MEASURED = 400000 };

/* What a sweep can have instead of a handler, and how far apart the moments of most stories are. */
enum { OTHER_THREAD = 2, WIDE_STEP = 17 };

static uint32_t measured_ticks; /* of SysTick in so many instructions */
static int keeps_its_own = 1;   /* what this program has in the registers is kept for it */

/* Two instructions a round. */
__attribute__((naked, noinline)) static void wait_rounds(uint32_t rounds __attribute__((unused))) {
  __asm volatile(
      "1: subs r0, #1           \n"
      "bhs   1b                 \n"
      "bx    lr                 \n");
}

/* At most 4095 instructions, and a few. */
__attribute__((naked, noinline)) static void delay_a_little(uint32_t instructions __attribute__((unused))) {
  __asm volatile(
      "rsb   r0, r0, #4096      \n"
      "ldr   r1, =1f            \n"
      "add   r1, r1, r0, lsl #1 \n"
      "orr   r1, #1             \n"
      "bx    r1                 \n"
      ".ltorg                   \n"
      "1:                       \n"
      ".rept 4096               \n"
      "nop                      \n"
      ".endr                    \n"
      "bx    lr                 \n");
}

static void delay(uint32_t instructions) {
  wait_rounds(instructions / 4096 * 2048);
  delay_a_little(instructions % 4096);
}

/* Boards have other clocks. */
static void measure_clock(void) {
  begin_counting();
  wait_rounds(MEASURED / 2);
  measured_ticks = ticks_counted();
}

static uint32_t ticks_in(uint32_t instructions) { return (measured_ticks * instructions + MEASURED / 2) / MEASURED; }

static struct made_call call_of(psa_handle_t service, int32_t request) {
  return (struct made_call){(uint32_t)tfm_psa_call_veneer, {(uint32_t)service, PARAM_PACK(request, 0, 0), 0, 0}};
}

/* The number of registers that were wrong, on either side. */
static uint32_t wrong_across(struct made_call call, uint32_t right) {
  const struct fpu before = pattern_of(NON_SECURE);
  const uint32_t kept = call.function == (uint32_t)compute ? CALLEE_SAVED : FP_KEPT_BY_A_CALL;
  struct fpu after;
  const uint32_t answer = fpu_across(&before, &after, &call);
  return (answer ^ right) + (keeps_its_own ? lost_in(&after, &before, kept) : 0) + secrets_in(&after);
}

/* Connects, has FIRST read and write vectors, and closes. */
static uint32_t wrong_in_session(void) {
  const struct echo sent = {{0x11111111, 0x22222222, 0x33333333, 0x44444444}};
  struct echo received = {{0}};
  const psa_invec in = {&sent, sizeof sent};
  psa_outvec out = {&received, sizeof received};
  const psa_handle_t handle = psa_connect(BOUND_SID, 1);
  uint32_t wrong = handle <= 0;
  wrong += (uint32_t)psa_call(handle, ECHO, &in, 1, &out, 1);
  wrong += out.len != sizeof received;
  for (uint32_t i = 0; i < sizeof sent / sizeof sent.words[0]; i++) {
    wrong += received.words[i] != sent.words[i];
  }
  psa_close(handle);
  return wrong;
}

static void arm(uint32_t ticks) {
  const psa_invec in = {&ticks, sizeof ticks};
  EXPECT_EQ(psa_call(ALARM_HANDLE, ARM, &in, 1, NULL, 0), PSA_SUCCESS);
}

/* Waits until the alarm came. Returns what ALARMER and its function found wrong. */
static uint32_t wrong_of_alarm(void) {
  struct told told = {0};
  psa_outvec out = {&told, sizeof told};
  for (uint32_t i = 0; told.alarms == 0 && i < MOST_WAITS; i++) {
    out.len = sizeof told;
    EXPECT_EQ(psa_call(ALARM_HANDLE, TELL, NULL, 0, &out, 1), PSA_SUCCESS);
  }
  EXPECT_EQ(told.alarms, 1);
  return told.wrong + (keeps_its_own ? told.left : 0);
}

STORY(a_call_keeps_what_its_caller_has_in_the_registers, "SCH-12 VEN-5") {
  EXPECT_EQ(wrong_across((struct made_call){(uint32_t)tfm_psa_framework_version_veneer, {0}}, 0x0101), 0);
  EXPECT_EQ(wrong_across((struct made_call){(uint32_t)tfm_psa_version_veneer, {FIRST_SID}}, 1), 0);
  EXPECT_EQ(wrong_across(call_of(FIRST_HANDLE, FILL), PSA_SUCCESS), 0);
  EXPECT_EQ(wrong_across(call_of(0x1234, FILL), (uint32_t)PSA_ERROR_PROGRAMMER_ERROR), 0);
  EXPECT_EQ(wrong_across((struct made_call){(uint32_t)wrong_in_session, {0}}, 0), 0);
}

STORY(a_partition_finds_nothing_of_its_caller, "SCH-12") {
  EXPECT_EQ(wrong_across(call_of(FIRST_HANDLE, LOOK), PSA_SUCCESS), 0);
  EXPECT_EQ(wrong_across(call_of(SECOND_HANDLE, LOOK), PSA_SUCCESS), 0);
}

STORY(a_partition_finds_nothing_of_another, "SCH-12 ISO-15") {
  EXPECT_EQ(wrong_across(call_of(FIRST_HANDLE, FILL), PSA_SUCCESS), 0);
  EXPECT_EQ(wrong_across(call_of(SECOND_HANDLE, LOOK), PSA_SUCCESS), 0);
}

STORY(a_partition_keeps_its_registers_over_a_call_of_its_own, "SCH-12 ISO-15") {
  EXPECT_EQ(wrong_across(call_of(FIRST_HANDLE, PASS), PSA_SUCCESS), 0);
}

STORY(a_reply_that_comes_later_finds_the_registers_of_its_caller, "SCH-12") {
  const uint32_t ticks = FP_ALARM_TICKS;
  const psa_invec in = {&ticks, sizeof ticks};
  const struct made_call sleep = {(uint32_t)tfm_psa_call_veneer,
                                  {(uint32_t)ALARM_HANDLE, PARAM_PACK(SLEEP, 1, 0), (uint32_t)&in, 0}};
  EXPECT_EQ(wrong_across(sleep, PSA_SUCCESS), 0);
  EXPECT_EQ(wrong_of_alarm(), 0);
}

/* At level 1 a first-level function runs as a handler. This program owns no register then. */
STORY(a_secure_interrupt_leaves_nothing_in_registers_that_no_code_owns, "SCH-12 FLIH-6") {
  const struct fpu none = {.fpscr = NO_TAIL};
  struct fpu after;
  arm(FP_ALARM_TICKS);
  fpu_load(&none);
  disown_fpu();
  wait_rounds(FP_ALARM_LEAD / 2 + ALARM_MOMENTS);
  fpu_store(&after);
  EXPECT_EQ(secrets_in(&after), 0);
  EXPECT_EQ(wrong_of_alarm(), 0);
}

/* One call, `length` times as long as usual, with the handler, the alarm or both at each of the moments; the first that
 * is wrong counts. */
static void sweep_long(struct made_call call, int with_handler, int with_alarm, uint32_t length, uint32_t step) {
  const uint32_t moments = with_alarm ? ALARM_MOMENTS : length * MOMENTS;
  uint32_t wrong = 0;
  begin_watching(WAITS_NOT);
  for (uint32_t moment = 0; moment < moments && wrong == 0; moment += step) {
    if (with_alarm) {
      arm(FP_ALARM_TICKS);
      wait_rounds(FP_ALARM_LEAD / 2);
    }
    if (with_handler == OTHER_THREAD) {
      switch_later(length * ticks_in(MOMENTS));
    } else if (with_handler) {
      disturb_later(length * ticks_in(MOMENTS));
    }
    delay(moment);
    wrong = wrong_across(call, PSA_SUCCESS);
    EXPECT(moment != 0 || with_handler == OTHER_THREAD ||
           !has_disturbed()); /* the latest moment is behind the call, the earliest before it */
    if (with_handler) {
      EXPECT(finish_disturbing(MOST_WAITS));
    }
    wrong += with_alarm ? wrong_of_alarm() : 0;
    wrong += wrong_in_handler();
    EXPECT_EQ(wrong == 0 ? 0 : moment + 1, 0);
  }
}

static void sweep(struct made_call call, int with_handler, int with_alarm) {
  sweep_long(call, with_handler, with_alarm, 1, FP_STEP);
}

static void sweep_widely(struct made_call call, int with_handler, int with_alarm) {
  sweep_long(call, with_handler, with_alarm, 1, WIDE_STEP);
}

/* One call, with the handler at each of the moments, and the alarm while the handler waits. */
static void sweep_patiently(struct made_call call, enum patience patience) {
  uint32_t wrong = 0;
  begin_watching(patience);
  for (uint32_t moment = 0; moment < MOMENTS / 2 && wrong == 0; moment += WIDE_STEP) {
    arm(FP_ALARM_TICKS);
    wait_rounds(FP_ALARM_LEAD / 2);
    disturb_later(ticks_in(MOMENTS / 2));
    delay(moment);
    wrong = wrong_across(call, PSA_SUCCESS);
    EXPECT(finish_disturbing(MOST_WAITS));
    wrong += wrong_of_alarm() + wrong_in_handler();
    EXPECT_EQ(wrong == 0 ? 0 : moment + 1, 0);
  }
}

static const uint32_t words[PARTS];
static const psa_invec parts[PARTS] = {{&words[0], 4}, {&words[1], 4}, {&words[2], 4}, {&words[3], 4}};
static const struct made_call parted = {(uint32_t)tfm_psa_call_veneer,
                                        {(uint32_t)FIRST_HANDLE, PARAM_PACK(PASS_PARTS, PARTS, 0), (uint32_t)parts, 0}};
static const struct made_call session = {(uint32_t)wrong_in_session, {0}};
static const struct made_call computing = {(uint32_t)compute, {ROUNDS}};

STORY(a_handler_at_any_moment_of_a_call, "SCH-12 VEN-5") { sweep(call_of(FIRST_HANDLE, PASS), 1, 0); }
STORY(a_handler_at_any_moment_of_a_partition, "SCH-12") { sweep(call_of(FIRST_HANDLE, SPIN), 1, 0); }
/* The trap of such a call is made again, if an interrupt waits. */
STORY(a_handler_at_any_moment_of_a_call_with_four_vectors, "SCH-12 VEN-5") { sweep_long(parted, 1, 0, 2, FP_STEP); }
STORY(a_secure_interrupt_at_any_moment_of_a_call_with_four_vectors, "SCH-12 FLIH-6") { sweep_widely(parted, 0, 1); }
STORY(another_thread_at_any_moment_of_a_call, "SCH-12 NSR-5") {
  sweep_widely(call_of(FIRST_HANDLE, PASS), OTHER_THREAD, 0);
}
STORY(another_thread_at_any_moment_of_a_partition, "SCH-12 NSR-5") {
  sweep_widely(call_of(FIRST_HANDLE, SPIN), OTHER_THREAD, 1);
}
STORY(a_handler_at_any_moment_of_a_computation, "SCH-12") { sweep_widely(call_of(FIRST_HANDLE, COMPUTE), 1, 0); }
STORY(a_handler_at_any_moment_of_a_session, "SCH-12 VEN-5") { sweep_long(session, 1, 0, 2, WIDE_STEP); }
STORY(a_secure_interrupt_at_any_moment_of_a_call, "SCH-12 FLIH-6") { sweep(call_of(FIRST_HANDLE, PASS), 0, 1); }
STORY(a_secure_interrupt_at_any_moment_of_a_partition, "SCH-12 FLIH-6") { sweep(call_of(FIRST_HANDLE, SPIN), 0, 1); }
STORY(a_secure_interrupt_at_any_moment_of_a_computation, "SCH-12 FLIH-6") { sweep_widely(computing, 0, 1); }
STORY(both_at_once, "SCH-12 FLIH-6") { sweep(call_of(FIRST_HANDLE, PASS), 1, 1); }

/* A partition's registers are on its stack, or yet to be stored there, while idle takes its place below the handler. */
STORY(a_secure_interrupt_before_a_handler_uses_the_registers, "SCH-12 FLIH-6") {
  sweep_patiently(call_of(FIRST_HANDLE, PASS), WAITS_FIRST);
  sweep_patiently(call_of(FIRST_HANDLE, SPIN), WAITS_FIRST);
}

STORY(a_secure_interrupt_while_a_handler_uses_the_registers, "SCH-12 FLIH-6") {
  sweep_patiently(call_of(FIRST_HANDLE, PASS), WAITS_WITH_REGISTERS);
  sweep_patiently(call_of(FIRST_HANDLE, SPIN), WAITS_WITH_REGISTERS);
}

/* What such a program does not save itself, it loses; but it sees nothing. */
STORY(a_program_that_saves_its_registers_itself_sees_nothing, "SCH-12 VEN-5 FLIH-6") {
  keeps_its_own = 0;
  CONTEXT_CONTROL &= ~SAVED_AUTOMATICALLY;
  disown_fpu();
  EXPECT_EQ(wrong_across(call_of(FIRST_HANDLE, FILL), PSA_SUCCESS), 0);
  if (LENGTHS == 0) { /* else compiled loops rely on FPSCR, which is not kept either */
    sweep_widely(call_of(FIRST_HANDLE, PASS), 1, 0);
    sweep_widely(call_of(FIRST_HANDLE, SPIN), 1, 1);
  }
  CONTEXT_CONTROL |= SAVED_AUTOMATICALLY;
  keeps_its_own = 1;
}

/* FIRST dies with registers in use. Its next life finds none of them, and no other partition does. */
static uint32_t wrong_over_restart(int32_t death) {
  uint32_t wrong = psa_call(FIRST_HANDLE, death, NULL, 0, NULL, 0) != PSA_ERROR_COMMUNICATION_FAILURE;
  wrong += (uint32_t)psa_call(FIRST_HANDLE, LOOK_NEW, NULL, 0, NULL, 0);
  wrong += (uint32_t)psa_call(SECOND_HANDLE, LOOK, NULL, 0, NULL, 0);
  return wrong;
}

static const struct made_call panic = {(uint32_t)wrong_over_restart, {SIN_CALL}};
static const struct made_call fault = {(uint32_t)wrong_over_restart, {SIN_JUMP}};

STORY(a_partition_that_dies_leaves_nothing_in_the_registers, "LIFE-6 SCH-12") {
  EXPECT_EQ(wrong_across(panic, 0), 0);
  EXPECT_EQ(wrong_across(fault, 0), 0);
}
STORY(a_handler_at_any_moment_of_a_restart, "LIFE-6 SCH-12") {
  sweep_long(panic, 1, 0, 2, FP_STEP);
  sweep_long(fault, 1, 0, 2, WIDE_STEP);
}
STORY(another_thread_at_any_moment_of_a_restart, "LIFE-6 SCH-12 NSR-5") {
  sweep_long(panic, OTHER_THREAD, 0, 2, WIDE_STEP);
}
STORY(a_secure_interrupt_at_any_moment_of_a_restart, "LIFE-6 SCH-12 FLIH-6") {
  sweep(panic, 0, 1);
  sweep_widely(fault, 0, 1);
}
STORY(a_secure_interrupt_in_a_handler_at_any_moment_of_a_restart, "LIFE-6 SCH-12 FLIH-6") {
  sweep_patiently(panic, WAITS_FIRST);
  sweep_patiently(fault, WAITS_WITH_REGISTERS);
}

static struct fpu at_start;

STORY(init_functions_leave_nothing_in_the_registers, "SCH-12") { EXPECT_EQ(foreign_in(&at_start, NO_OWNER), 0); }

static const struct story restarts[] = {
    TOLD(a_partition_that_dies_leaves_nothing_in_the_registers),
    TOLD(a_handler_at_any_moment_of_a_restart),
    TOLD(another_thread_at_any_moment_of_a_restart),
    TOLD(a_secure_interrupt_at_any_moment_of_a_restart),
    TOLD(a_secure_interrupt_in_a_handler_at_any_moment_of_a_restart),
};

static const struct story stories[] = {
    TOLD(init_functions_leave_nothing_in_the_registers),
    TOLD(a_call_keeps_what_its_caller_has_in_the_registers),
    TOLD(a_partition_finds_nothing_of_its_caller),
    TOLD(a_partition_finds_nothing_of_another),
    TOLD(a_partition_keeps_its_registers_over_a_call_of_its_own),
    TOLD(a_reply_that_comes_later_finds_the_registers_of_its_caller),
    TOLD(a_secure_interrupt_leaves_nothing_in_registers_that_no_code_owns),
    TOLD(a_handler_at_any_moment_of_a_call),
    TOLD(a_handler_at_any_moment_of_a_partition),
    TOLD(another_thread_at_any_moment_of_a_call),
    TOLD(another_thread_at_any_moment_of_a_partition),
    TOLD(a_handler_at_any_moment_of_a_computation),
    TOLD(a_handler_at_any_moment_of_a_session),
    TOLD(a_handler_at_any_moment_of_a_call_with_four_vectors),
    TOLD(a_secure_interrupt_at_any_moment_of_a_call_with_four_vectors),
    TOLD(a_secure_interrupt_at_any_moment_of_a_call),
    TOLD(a_secure_interrupt_at_any_moment_of_a_partition),
    TOLD(a_secure_interrupt_at_any_moment_of_a_computation),
    TOLD(both_at_once),
    TOLD(a_secure_interrupt_before_a_handler_uses_the_registers),
    TOLD(a_secure_interrupt_while_a_handler_uses_the_registers),
    TOLD(a_program_that_saves_its_registers_itself_sees_nothing),
};

/* A processor without the unit: the same image runs. */
STORY(calls_need_no_unit, "SCH-12") {
  EXPECT_EQ(psa_framework_version(), 0x0101);
  EXPECT_EQ(psa_version(FIRST_SID), 1);
  const psa_handle_t handle = psa_connect(BOUND_SID, 1);
  EXPECT(handle > 0);
  psa_close(handle);
  arm(FP_ALARM_TICKS);
}

/* While a panic of a thread is handled, its registers are yet to be stored. */
static const struct panic_story panics[] = {
    {"a_call_that_panics_with_registers_in_use", "FIRST CALL-2", FIRST_HANDLE, SIN_CALL},
    {"a_fault_with_registers_in_use", "FIRST FAULT", FIRST_HANDLE, SIN_JUMP},
};

static const struct story without_unit[] = {TOLD(calls_need_no_unit)};

int main(void) {
  measure_clock();
  if (FEATURES == 0) {
    run_stories(FP_IMAGE, without_unit, sizeof without_unit / sizeof without_unit[0]);
  }
  COPROCESSOR_ACCESS |= UNIT_FOR_ALL;
  __asm volatile("dsb\n isb" ::: "memory");
  fpu_store(&at_start);
  begin_client();
  (void)psa_call(ALARM_HANDLE, USE_UNIT, NULL, 0, NULL, 0);
  const struct fpu own = pattern_of(NON_SECURE);
  fpu_load(&own);
  if (FP_RESTARTS) {
    run_stories(FP_IMAGE, restarts, sizeof restarts / sizeof restarts[0]);
  }
  static const struct suite suite = {
      FP_IMAGE, stories, sizeof stories / sizeof stories[0], panics, sizeof panics / sizeof panics[0], NULL};
  run_stories_then_panics(&suite);
}
