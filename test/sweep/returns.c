// SPDX-License-Identifier: Apache-2.0

/* Every EXC_RETURN and FNC_RETURN that non-secure code can return with: from a handler, from a handler over another one
 * or over a gate, from another thread and through a gate's lr; over nothing, over a partition and over idle.
 *
 * Either everything continues, or the system resets with a panic of the non-secure world. Afterwards calls and secure
 * interrupts are served. */
#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "other_thread.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "sweep.h"
#include "tfm_ns_interface.h"
#include "tfm_veneers.h"
#include "ticking.h"

#define OF_THE_SECURE_SIDE (*(volatile uint32_t*)0x10000000)
enum { HANDLERS_ACTIVE = 0xC80 };
enum { STARTED = 0x52455455, FIRST_EXC_RETURN = 0x80, EXC_RETURNS = 0x80, VALUES = EXC_RETURNS + 2 };
enum { SECURE_STACK = 1 << 6, THREAD_MODE = 1 << 3 };
enum { GATES = 1000, LONGER_THAN_ALL = 1000000 };

enum over { NOTHING, A_PARTITION, IDLE, OVERS };
enum from { A_HANDLER, A_HANDLER_OVER_A_HANDLER, A_HANDLER_OVER_A_GATE, A_THREAD, A_GATE, A_GATE_WITH_A_TRAP, FROMS };
enum { PLACES = (int)OVERS * (int)FROMS };
static const char* const names_of_overs[] = {"nothing", "a_partition", "idle"};
static const char* const names_of_froms[] = {
    "a_handler", "a_handler_over_a_handler", "a_handler_over_a_gate", "a_thread", "a_gate", "a_gate_with_a_trap"};

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t place;
  uint32_t value;
  uint32_t attempts;
  uint32_t panics;
  uint32_t failures;
  uint32_t failures_here;
  uint32_t is_trying;
} progress __attribute__((section(".noinit")));

static int is_long;
static enum from from;
static uint32_t forged;
static volatile uint32_t came;
static volatile int is_forged;
static volatile int is_ticking;
static volatile uint32_t ticks_to_gate; /* for the next attempt to interrupt a gate */

/* Ends with a fault of the non-secure world's own, because it cannot continue. */
_Noreturn static void give_up(void) {
  for (;;) {
    (void)OF_THE_SECURE_SIDE;
  }
}

static void start_systick(uint32_t ticks) {
  is_ticking = 1;
  start_ticking(ticks);
}

__attribute__((naked)) static void return_to_forged(void) {
  __asm volatile(
      "ldr  r0, =forged_value   \n"
      "ldr  lr, [r0]            \n"
      "bx   lr                  \n");
}
__attribute__((naked)) static void return_through_gate(void) {
  __asm volatile(
      "ldr  r0, =forged_value   \n"
      "ldr  lr, [r0]            \n"
      "b    tfm_psa_framework_version_veneer\n");
}
__attribute__((naked)) static void return_through_trap(void) {
  __asm volatile(
      "ldr  r0, =forged_value   \n"
      "ldr  lr, [r0]            \n"
      "movs r0, #0              \n"
      "b    tfm_psa_version_veneer\n");
}
__attribute__((used)) uint32_t forged_value;

static void (*thread_of(enum from which))(void) {
  switch (which) {
    case A_THREAD: return return_to_forged;
    case A_GATE: return return_through_gate;
    case A_GATE_WITH_A_TRAP: return return_through_trap;
    case A_HANDLER:
    case A_HANDLER_OVER_A_HANDLER:
    case A_HANDLER_OVER_A_GATE:
    case FROMS:
    default: return end_other_thread;
  }
}

/* The handler that other exceptions interrupt. */
void PendSV_Handler(void);
void PendSV_Handler(void) {
  for (unsigned i = 0; i < GATES && !is_forged; i++) {
    if (from == A_HANDLER_OVER_A_GATE) {
      if (!is_ticking) {
        start_systick(1 + ticks_to_gate++ % 7);
      }
      for (unsigned j = 0; j < ticks_to_gate % 11; j++) {
        __asm volatile("nop");
      }
      (void)tfm_psa_version_veneer(LOWER_SID);
    } else if (i == 0) {
      start_systick(2);
    }
  }
}

/* The value that SysTick returns with; 0: its own. */
uint32_t on_systick(uint32_t exception_return) {
  SYST_CSR = 0;
  is_ticking = 0;
  ICSR = CLEAR_SYSTICK;
  came++;
  if (is_forged) {
    give_up(); /* the interrupted code never ended */
  }
  if ((from == A_HANDLER_OVER_A_HANDLER || from == A_HANDLER_OVER_A_GATE) && (exception_return & THREAD_MODE) != 0) {
    ICSR = SET_PENDSV;
    return 0;
  }
  if (from == A_HANDLER_OVER_A_GATE && (exception_return & SECURE_STACK) == 0) {
    return 0; /* not in the gate */
  }
  is_forged = 1;
  start_systick(LONGER_THAN_ALL);
  prepare_other_thread(thread_of(from));
  return from < A_THREAD ? forged : 0xFFFFFF00u | THREAD_OF_OURS;
}

static psa_status_t ask(psa_handle_t service, int32_t request) { return psa_call(service, request, NULL, 0, NULL, 0); }

/* Whether calls and secure interrupts are served. */
static int all_is_well(void) {
  struct told told = {0};
  psa_outvec out = {&told, sizeof told};
  return ask(MIDDLE_HANDLE, PLAIN) == RIGHT && ask(ALARM_HANDLE, ARM) == RIGHT && ask(ALARM_HANDLE, SLEEP) == RIGHT &&
         psa_call(ALARM_HANDLE, TELL, NULL, 0, &out, 1) == RIGHT && told.alarms == 1 && told.damage == 0;
}

/* Whether this program runs inside a handler of its own that never ended. */
static int is_left_in_handler(void) {
  uint32_t number;
  __asm volatile("mrs %0, ipsr" : "=r"(number));
  return number != 0 || (SHCSR & HANDLERS_ACTIVE) != 0;
}

/* In handler mode calls are refused; otherwise all must be well. */
static int is_well_enough(void) {
  uint32_t number;
  __asm volatile("mrs %0, ipsr" : "=r"(number));
  return number != 0 ? ask(MIDDLE_HANDLE, PLAIN) == PSA_ERROR_PROGRAMMER_ERROR : all_is_well();
}

/* Runs the code that is to be interrupted. */
static void be_interrupted(enum over over) {
  enum { OVER_OURS = 40, IN_A_CALL = 40, LONG_ENOUGH = 60000 };
  if (over == IDLE) {
    (void)ask(ALARM_HANDLE, ARM);
  }
  start_systick(IN_A_CALL);
  if (over == NOTHING) {
    for (volatile unsigned i = 0; i < LONG_ENOUGH && !is_forged; i++) {
    }
  } else {
    (void)(over == IDLE ? ask(ALARM_HANDLE, SLEEP) : ask(LOWER_HANDLE, COMPUTE));
  }
  stop_ticking();
}

static uint32_t value_of(uint32_t number) {
  return number < EXC_RETURNS ? 0xFFFFFF00u + FIRST_EXC_RETURN + number : 0xFEFFFFFEu + (number - EXC_RETURNS);
}

static void complain(const char* what) {
  char line[160];
  (void)snprintf(line, sizeof line, "  %08lX from %s over %s: %s\n", (unsigned long)value_of(progress.value),
                 names_of_froms[progress.place % FROMS], names_of_overs[progress.place / FROMS], what);
  ns_print(line);
  progress.failures_here++;
}

/* Returns if nothing resets the system. */
static void attempt(void) {
  const enum over over = (enum over)(progress.place / FROMS);
  from = (enum from)(progress.place % FROMS);
  forged = forged_value = value_of(progress.value);
  progress.attempts++;
  progress.is_trying = 1;
  is_forged = 0;
  be_interrupted(over);
  if (!is_forged) {
    char what[64];
    (void)snprintf(what, sizeof what, "not tried; SysTick came %u times", (unsigned)came);
    complain(what);
  } else if (!is_well_enough()) {
    complain("afterwards calls or secure interrupts are not served");
  }
  if (is_left_in_handler()) {
    give_up();
  }
  progress.is_trying = 0;
}

/* The short run has the values that differ from a valid one by one bit, and some more. */
static int is_wanted(uint32_t number) {
  return is_long || number >= EXC_RETURNS || (number & 0x7F) >= 0x78 || number % 19 == 0 || (number & 0x73) == 0x30;
}

static void judge_place(void) {
  char line[160];
  (void)snprintf(line, sizeof line, "%s %u forged_returns_from_%s_over_%s [VEN-4 SCH-12 NSR-7 ISO-17 PANIC-1]\n",
                 progress.failures_here == 0 ? "ok" : "FAILED", (unsigned)progress.place + 1,
                 names_of_froms[progress.place % FROMS], names_of_overs[progress.place / FROMS]);
  ns_print(line);
  progress.failures += progress.failures_here != 0;
  progress.failures_here = 0;
}

int main(void) {
  char line[160];
  ns_command_line(line, sizeof line);
  is_long = strstr(line, "long") != NULL;
  (void)tfm_ns_interface_init();
  SHPR2 = 0x20000000; /* SVC and SysTick pre-empt PendSV */
  SHPR3 = 0x20E00000;
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED};
  } else if (progress.is_trying) {
    ns_print("expect-panic the non-secure world FAULT\n");
    progress.panics++;
    progress.is_trying = 0;
    if (!all_is_well()) {
      complain("after the reset calls or secure interrupts are not served");
    }
    progress.value++;
  }
  const unsigned times = is_long ? 200 : 3;
  for (; progress.place < PLACES; progress.place++, progress.value = 0) {
    for (; progress.value < VALUES; progress.value++) {
      for (unsigned i = 0; i < times && is_wanted(progress.value); i++) {
        attempt();
      }
    }
    judge_place();
  }
  (void)snprintf(line, sizeof line, "TALLY %u forged returns, %u panics\n", (unsigned)progress.attempts,
                 (unsigned)progress.panics);
  ns_print(line);
  (void)snprintf(line, sizeof line, "END returns %u cases %u failed\n", (unsigned)PLACES, (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
