// SPDX-License-Identifier: Apache-2.0

/* SysTick, and exceptions that come over it or after it. */
#include "handlers.h"

#include "ns_platform.h"
#include "other_thread.h"
#include "psa_manifest/sid.h"
#include "tfm_veneers.h"
#include "ticking.h"

enum { ROUNDS = 6, LONGER_THAN_ALL = 1000000, RUN_WITHOUT_INTERRUPT = 5, BEFORE_FIRST_TICK = 1000 };

/* In no-init memory. */
struct seen seen __attribute__((section(".noinit")));
uint32_t period_ticks;
static enum handler kind;
static const volatile uint32_t* phase;
static volatile uint32_t rounds_made;

uint32_t spin(uint32_t rounds) {
  for (rounds_made = 0; rounds_made < rounds; rounds_made++) {
  }
  return rounds_made;
}

static void spin_a_little(void) {
  for (volatile uint32_t i = 0; i < ROUNDS; i++) {
  }
}

void PendSV_Handler(void);
void PendSV_Handler(void) {
  spin_a_little();
  seen.came++;
}

static void other_thread(void) {
  spin_a_little();
  seen.came++;
}

static void try_gates(void) {
  seen.wrong += tfm_psa_framework_version_veneer() != 0x0101;
  seen.wrong += tfm_psa_version_veneer(LOWER_SID) != PSA_VERSION_NONE;
  seen.wrong += tfm_psa_call_veneer(LOWER_HANDLE, 0, 0, 0) != PSA_ERROR_PROGRAMMER_ERROR;
  seen.came++;
}

/* The interrupted code must end long before SysTick comes again. */
static void give_up_if_it_came(void) {
  if (seen.came != 0) {
    ns_print("FAILED: a call does not come back\n");
    ns_exit(1);
  }
  SYST_CSR = 0;
  SYST_RVR = LONGER_THAN_ALL;
  SYST_CVR = 0;
  SYST_CSR = WITH_HANDLER;
  ICSR = CLEAR_SYSTICK;
}

uint32_t on_systick(uint32_t exception_return) {
  give_up_if_it_came();
  seen.came++;
  seen.over = exception_return;
  seen.phase = *phase;
  seen.rounds = rounds_made;
  switch (kind) {
    case SPINS: spin_a_little(); break;
    case IS_INTERRUPTED:
      ICSR = SET_PENDSV;
      __asm volatile("dsb\n isb" ::: "memory");
      spin_a_little();
      break;
    case TRIES_GATES: try_gates(); break;
    case SWITCHES_THREADS: prepare_other_thread(other_thread); return 0xFFFFFF00u | THREAD_OF_OURS;
    case RETURNS_AT_ONCE:
    case HANDLERS:
    default: break;
  }
  return 0;
}

void measure_period(void) {
  enum { LONG = 1000000, LONGEST_PERIOD = 0xFFFFFF };
  SYST_RVR = LONGEST_PERIOD;
  start_handler(RUN_WITHOUT_INTERRUPT);
  delay(BEFORE_FIRST_TICK);
  const uint32_t start = SYST_CVR;
  delay(LONG);
  const uint32_t ticks = start - SYST_CVR;
  stop_handler();
  period_ticks = (ticks * PERIOD + LONG / 2) / LONG;
}

void rank_handlers(void) {
  SHPR2 = 0x20000000;
  SHPR3 = 0xE0200000;
}

void prepare_handler(enum handler what, const volatile uint32_t* whose) {
  kind = what;
  phase = whose;
  seen = (struct seen){0};
  SYST_RVR = period_ticks;
}

__attribute__((noinline)) void start_handler(uint32_t control) {
  SYST_CVR = 0;
  SYST_CSR = control;
}

void stop_handler(void) { stop_ticking(); }

#define DELAY_BIT(shift, count) \
  "lsls  r2, r0, #" #shift      \
  "\n"                          \
  "bpl   3f               \n"   \
  ".rept " #count               \
  "       \n"                   \
  "nop                    \n"   \
  ".endr                  \n"   \
  "3:                     \n"

/* 64 instructions at a time, which is fast in the emulator. */
__attribute__((naked, noinline)) void delay(uint32_t instructions __attribute__((unused))) {
  __asm volatile(
      "lsrs  r1, r0, #6       \n"
      "b     2f               \n"
      "1:                     \n"
      ".rept 62               \n"
      "nop                    \n"
      ".endr                  \n"
      "2:                     \n"
      "subs  r1, #1           \n"
      "bpl   1b               \n" DELAY_BIT(26, 32) DELAY_BIT(27, 16) DELAY_BIT(28, 8) DELAY_BIT(29, 4) DELAY_BIT(30, 2)
          DELAY_BIT(31, 1) "bx    lr               \n");
}
