// SPDX-License-Identifier: Apache-2.0

/* Frames that stay on the kernel's stack: a handler over LOWER calls gates, and a second one over such a gate returns
 * to LOWER, again and again.
 *
 * As long as the stack lasts, everything continues. When it is full, the panic is the non-secure world's, whatever
 * runs. */
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

enum { PENDSV_ACTIVE = 1 << 10 };
enum { SECURE_STACK = 1 << 6, THREAD_MODE = 1 << 3, PROCESS_STACK = 1 << 2 };
enum { STARTED = 0x48545044, DEEPEST = 20, FIRST_TICKS = 40, FEW_TICKS = 3, TRIES = 23 };

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t depth; /* number of frames to leave */
  uint32_t is_trying;
  uint32_t panics;
  uint32_t failures;
} progress __attribute__((section(".noinit")));

static volatile uint32_t left;
static volatile uint32_t tries;

static void start_systick(uint32_t ticks) { start_ticking(ticks); }

uint32_t on_systick(uint32_t exception_return) {
  start_systick(FEW_TICKS + tries++ % TRIES);
  if ((exception_return & SECURE_STACK) == 0 || left == progress.depth) {
    return 0;
  }
  if ((exception_return & THREAD_MODE) != 0) {
    ICSR = SET_PENDSV;
    return 0;
  }
  left++;
  SHCSR &= ~(uint32_t)PENDSV_ACTIVE;
  start_systick(FEW_TICKS);
  return exception_return | THREAD_MODE | PROCESS_STACK;
}

/* Only SysTick's return leaves it. */
void PendSV_Handler(void);
void PendSV_Handler(void) {
  for (;;) {
    (void)tfm_psa_version_veneer(LOWER_SID);
  }
}

/* Whether the alarm's interrupt comes over idle, with the kernel's stack empty again. */
static int all_is_well(void) {
  return psa_call(LOWER_HANDLE, PLAIN, NULL, 0, NULL, 0) == RIGHT &&
         psa_call(ALARM_HANDLE, ARM, NULL, 0, NULL, 0) == RIGHT &&
         psa_call(ALARM_HANDLE, SLEEP, NULL, 0, NULL, 0) == RIGHT;
}

static void judge(const char* wrong) {
  char line[160];
  (void)snprintf(line, sizeof line, "%s %u frames_left_on_the_kernels_stack_%u%s [VEN-4 PANIC-1]\n",
                 wrong == NULL ? "ok" : "FAILED", (unsigned)progress.depth, (unsigned)progress.depth,
                 wrong == NULL ? "" : wrong);
  ns_print(line);
  progress.failures += wrong != NULL;
  progress.is_trying = 0;
  progress.depth++;
}

static void attempt(void) {
  progress.is_trying = 1;
  left = 0;
  start_systick(FIRST_TICKS);
  (void)psa_call(LOWER_HANDLE, COMPUTE, NULL, 0, NULL, 0);
  stop_ticking();
  if (left != progress.depth) {
    judge(": not so many came about");
  } else {
    judge(all_is_well() ? NULL : ": calls are not served");
  }
}

int main(void) {
  char line[160];
  (void)tfm_ns_interface_init();
  SHPR3 = 0x20E00000; /* SysTick pre-empts PendSV */
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED, .depth = 1};
  } else if (progress.is_trying) {
    ns_print("expect-panic the non-secure world FAULT\n");
    progress.panics++;
    judge(all_is_well() ? NULL : ": after the reset calls are not served");
  }
  while (progress.depth <= DEEPEST) {
    attempt();
  }
  if (progress.panics == 0) {
    ns_print("FAILED: the stack never was too small\n");
    progress.failures++;
  }
  (void)snprintf(line, sizeof line, "END depth %u cases %u failed\n", (unsigned)DEEPEST, (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
