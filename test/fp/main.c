/* A non-secure program that uses the FPU, over and under partitions that use it too. What is in the registers of a
 * context stays there, and what is another's never shows. */
#include "fpu.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "scenario.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

#define COPROCESSOR_ACCESS (*(volatile uint32_t*)0xE000ED88u)
#define SYST_CSR (*(volatile uint32_t*)0xE000E010u)
#define SYST_RVR (*(volatile uint32_t*)0xE000E014u)
#define SYST_CVR (*(volatile uint32_t*)0xE000E018u)

enum { UNIT_FOR_ALL = 0xF << 20, WITH_HANDLER = 7, INSTRUCTIONS_IN_A_TICK = 50 };
enum { TICKS = 80, MOMENTS = TICKS * INSTRUCTIONS_IN_A_TICK };
/* The alarm is armed by a call, which takes a while to come back. */
enum { ALARM_TICKS = 85, ALARM_MOMENTS = 4090, MOST_WAITS = 100000 };

static volatile uint32_t handled;
static volatile uint32_t seen_by_handler; /* registers with what is a partition's */

/* As a compiler would write a handler with floating point: the hardware keeps s0 to s15 and FPSCR. */
static void handle(void) {
  const struct fpu own = pattern_of(NON_SECURE_HANDLER);
  struct fpu kept;
  fpu_store(&kept);
  seen_by_handler += secrets_in(&kept);
  fpu_load(&own);
  SYST_CSR = 0;
  handled++;
  fpu_load(&kept);
}

void SysTick_Handler(void);
void SysTick_Handler(void) { handle(); }

/* At most 4095 instructions, and a few. */
__attribute__((naked, noinline)) static void delay(uint32_t instructions __attribute__((unused))) {
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

static struct made_call call_of(psa_handle_t service, int32_t request) {
  return (struct made_call){(uint32_t)tfm_psa_call_veneer, {(uint32_t)service, PARAM_PACK(request, 0, 0), 0, 0}};
}

/* The number of registers that were wrong, on either side. */
static uint32_t wrong_across(struct made_call call, uint32_t right) {
  const struct fpu before = pattern_of(NON_SECURE);
  struct fpu after;
  const uint32_t answer = fpu_across(&before, &after, &call);
  return (answer ^ right) + lost_in(&after, &before, CALLEE_SAVED) + secrets_in(&after);
}

static void disturb_later(uint32_t ticks) {
  handled = 0;
  SYST_RVR = ticks;
  SYST_CVR = 0;
  SYST_CSR = WITH_HANDLER;
}

static void finish_handler(void) {
  for (uint32_t i = 0; handled == 0 && i < MOST_WAITS; i++) {
  }
  EXPECT_EQ(handled, 1);
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
  return told.wrong;
}

STORY(a_call_keeps_what_its_caller_has_in_the_registers, "SCH-12 VEN-5") {
  EXPECT_EQ(wrong_across((struct made_call){(uint32_t)tfm_psa_framework_version_veneer, {0}}, 0x0101), 0);
  EXPECT_EQ(wrong_across((struct made_call){(uint32_t)tfm_psa_version_veneer, {FIRST_SID}}, 1), 0);
  EXPECT_EQ(wrong_across(call_of(FIRST_HANDLE, FILL), PSA_SUCCESS), 0);
  EXPECT_EQ(wrong_across(call_of(0x1234, FILL), (uint32_t)PSA_ERROR_PROGRAMMER_ERROR), 0);
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

/* One call with the handler, the alarm or both at each of the moments; the first that is wrong counts. */
static void sweep(struct made_call call, int with_handler, int with_alarm) {
  uint32_t wrong = 0;
  seen_by_handler = 0;
  handled = 0;
  for (uint32_t moment = 0; moment < (with_alarm ? ALARM_MOMENTS : MOMENTS) && wrong == 0; moment += FP_STEP) {
    if (with_alarm) {
      arm(ALARM_TICKS);
    }
    if (with_handler) {
      disturb_later(TICKS);
    }
    delay(moment);
    wrong = wrong_across(call, PSA_SUCCESS);
    EXPECT(moment != 0 || handled == 0); /* the latest moment is behind the call, the earliest before it */
    if (with_handler) {
      finish_handler();
    }
    wrong += with_alarm ? wrong_of_alarm() : 0;
    wrong += seen_by_handler;
    EXPECT_EQ(wrong == 0 ? 0 : moment + 1, 0);
  }
}

STORY(a_handler_at_any_moment_of_a_call, "SCH-12 VEN-5") { sweep(call_of(FIRST_HANDLE, PASS), 1, 0); }
STORY(a_handler_at_any_moment_of_a_partition, "SCH-12") { sweep(call_of(FIRST_HANDLE, SPIN), 1, 0); }
STORY(a_secure_interrupt_at_any_moment_of_a_call, "SCH-12 FLIH-6") { sweep(call_of(FIRST_HANDLE, PASS), 0, 1); }
STORY(a_secure_interrupt_at_any_moment_of_a_partition, "SCH-12 FLIH-6") { sweep(call_of(FIRST_HANDLE, SPIN), 0, 1); }
STORY(both_at_once, "SCH-12 FLIH-6") { sweep(call_of(FIRST_HANDLE, PASS), 1, 1); }

static const struct story stories[] = {
    TOLD(a_call_keeps_what_its_caller_has_in_the_registers),
    TOLD(a_partition_finds_nothing_of_its_caller),
    TOLD(a_partition_finds_nothing_of_another),
    TOLD(a_partition_keeps_its_registers_over_a_call_of_its_own),
    TOLD(a_handler_at_any_moment_of_a_call),
    TOLD(a_handler_at_any_moment_of_a_partition),
    TOLD(a_secure_interrupt_at_any_moment_of_a_call),
    TOLD(a_secure_interrupt_at_any_moment_of_a_partition),
    TOLD(both_at_once),
};

int main(void) {
  COPROCESSOR_ACCESS |= UNIT_FOR_ALL;
  __asm volatile("dsb\n isb" ::: "memory");
  run_stories(FP_IMAGE, stories, sizeof stories / sizeof stories[0]);
}
