/* Returns to the secure side that nobody called from: every value that stands for one, from thread mode and from a
 * handler, with all secure stacks empty. What lies above an empty stack is no frame (the seal), so each ends in a fault
 * and a reset, and is booked to the non-secure world or to the context on whose stack it tried to run. */
#include <stdint.h>
#include <stdio.h>

#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "tfm_ns_interface.h"

struct forgery {
  uint32_t value;
  uint32_t in_handler;
};

static const struct forgery forgeries[] = {
    {0xFEFFFFFF, 0}, {0xFEFFFFFE, 0}, {0xFEFFFFFF, 1}, {0xFEFFFFFE, 1}, /* FNC_RETURN */
    {0xFFFFFFFD, 0}, {0xFFFFFFF9, 0}, {0xFFFFFFF1, 0},                  /* EXC_RETURN is none in thread mode */
    {0xFFFFFFFD, 1}, {0xFFFFFFF9, 1}, {0xFFFFFFF1, 1},                  /* to a secure thread, a secure handler */
    {0xFFFFFFDD, 1}, {0xFFFFFFD9, 1}, {0xFFFFFFD1, 1},                  /* with the callee's registers not stacked */
    {0xFFFFFFED, 1}, {0xFFFFFFE9, 1}, {0xFFFFFFE1, 1},                  /* with an FP frame */
    {0xFFFFFFFC, 1}, {0xFFFFFFF8, 1}, {0xFFFFFFF0, 1},                  /* as if the exception had been non-secure */
};
enum { FORGERIES = sizeof forgeries / sizeof forgeries[0], STARTED = 0x464F5247 };

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t next;
  uint32_t cases;
  uint32_t failures;
} progress __attribute__((section(".noinit")));

uint32_t forged_value;

__attribute__((naked)) void SVC_Handler(void) {
  __asm volatile(
      "ldr   r0, =forged_value \n"
      "ldr   lr, [r0]          \n"
      "bx    lr                \n");
}

/* Returns only if nothing stopped it. */
static void forge(const struct forgery* forgery) {
  forged_value = forgery->value;
  if (forgery->in_handler) {
    __asm volatile("svc 0" ::: "memory");
  } else {
    __asm volatile("mov lr, %0 \n bx lr" : : "r"(forgery->value) : "lr", "memory");
  }
}

static int service_works(void) {
  const uint8_t from[3] = {1, 2, 3};
  uint8_t to[3];
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  return psa_call(ANVIL_STRIKE_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == 6;
}

enum { LONGEST_NAME = 48 };

static const char* name_of(const struct forgery* forgery, char* name) {
  (void)snprintf(name, LONGEST_NAME, "return_to_%08lX_from_a_%s", (unsigned long)forgery->value,
                 forgery->in_handler ? "handler" : "thread");
  return name;
}

static void print(const char* verb, unsigned number, const struct forgery* forgery) {
  char line[96];
  char name[LONGEST_NAME];
  (void)snprintf(line, sizeof line, "%s %u %s [VEN-4 ISO-17 SCH-12]\n", verb, number, name_of(forgery, name));
  ns_print(line);
}

int main(void) {
  char line[64];

  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    progress.started = STARTED;
    progress.next = 0;
    progress.cases = 0;
    progress.failures = 0;
  } else if (service_works()) {
    print("ok", progress.next, &forgeries[progress.next - 1]);
  } else {
    print("FAILED", progress.next, &forgeries[progress.next - 1]);
    progress.failures++;
  }
  while (progress.next < FORGERIES) {
    const struct forgery* const forgery = &forgeries[progress.next++];
    char name[LONGEST_NAME];
    if (!is_wanted(name_of(forgery, name))) {
      continue;
    }
    progress.cases++;
    ns_print("expect-panic the non-secure world FAULT\n");
    forge(forgery);
    print("FAILED", progress.next, forgery);
    progress.failures++;
  }
  (void)snprintf(line, sizeof line, "END forgery %u cases %u failed\n", (unsigned)progress.cases,
                 (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
