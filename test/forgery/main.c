// SPDX-License-Identifier: Apache-2.0

/* Returns to the secure world without a call from there: every value that stands for a return, from thread mode and
 * from a handler, with all secure stacks empty. The word above an empty stack is a seal and not a frame, so each
 * attempt ends in a fault and a reset. The fault is blamed on the non-secure world or on the context of the stack. */
#include <inttypes.h>
#include <stdio.h>

#include "attempts.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

struct forgery {
  uint32_t value;
  uint32_t in_handler;
};

static const struct forgery forgeries[] = {
    {0xFEFFFFFF, 0}, {0xFEFFFFFE, 0}, {0xFEFFFFFF, 1}, {0xFEFFFFFE, 1}, /* FNC_RETURN */
    {0xFFFFFFFD, 0}, {0xFFFFFFF9, 0}, {0xFFFFFFF1, 0},                  /* EXC_RETURN has no meaning in thread mode */
    {0xFFFFFFFD, 1}, {0xFFFFFFF9, 1}, {0xFFFFFFF1, 1},                  /* to a secure thread, a secure handler */
    {0xFFFFFFDD, 1}, {0xFFFFFFD9, 1}, {0xFFFFFFD1, 1},                  /* with the callee's registers not stacked */
    {0xFFFFFFED, 1}, {0xFFFFFFE9, 1}, {0xFFFFFFE1, 1},                  /* with an FP frame */
    {0xFFFFFFFC, 1}, {0xFFFFFFF8, 1}, {0xFFFFFFF0, 1},                  /* as if the exception had been non-secure */
};
enum { FORGERIES = sizeof forgeries / sizeof forgeries[0] };

uint32_t forged_value;

__attribute__((naked)) void SVC_Handler(void) {
  __asm volatile(
      "ldr   r0, =forged_value \n"
      "ldr   lr, [r0]          \n"
      "bx    lr                \n");
}

/* Returns only if nothing stops the attempt. */
static void forge(const struct forgery* forgery) {
  forged_value = forgery->value;
  if (forgery->in_handler) {
    __asm volatile("svc 0" ::: "memory");
  } else {
    __asm volatile("mov lr, %0 \n bx lr" : : "r"(forgery->value) : "lr", "memory");
  }
}

static bool service_works(void) {
  const uint8_t from[3] = {1, 2, 3};
  uint8_t to[3];
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  return psa_call(ANVIL_STRIKE_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == 6;
}

static bool name(uint32_t number, char* text, const char** rules) {
  if (number >= FORGERIES) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "return_to_%08" PRIX32 "_from_a_%s", forgeries[number].value,
                 forgeries[number].in_handler ? "handler" : "thread");
  *rules = " [VEN-4 ISO-17 SCH-12]";
  return true;
}

static void make(uint32_t number) {
  expect_panic("the non-secure world FAULT");
  forge(&forgeries[number]);
  judged(false, RESET, "");
}

int main(void) {
  static const struct attempts lists[] = {{name, make, service_works, false}};
  static const struct attempt_suite suite = {.name = "forgery", .lists = lists, .list_count = 1};
  run_attempts(&suite);
}
