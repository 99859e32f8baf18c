// SPDX-License-Identifier: Apache-2.0

/* Layers of the boundary. First the registers that draw it, compared with the boards' manuals, and the attempts that
 * end without a fault. Then the same after a start that found the registers in another state. Then each attempt that
 * must fault although one layer is open, followed by a reset. */
#include <stdio.h>

#include "fill.h"
#include "layers.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

enum { STARTED = 0x4C415945 };

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t begun; /* number of times that all stories have begun */
  uint32_t told;
  uint32_t next;
  struct tally tally;
} progress __attribute__((section(".noinit")));

uint32_t registers_at_start[15] __attribute__((section(".noinit")));

void ns_start(void);
__attribute__((used)) void keep_registers(const uint32_t* found); /* called by name below */
void keep_registers(const uint32_t* found) {
  for (unsigned i = 0; i < sizeof registers_at_start / sizeof *registers_at_start; i++) {
    registers_at_start[i] = found[i];
  }
}

/* Replaces the Reset_Handler of ns_start.c, and continues there. */
void Reset_Handler(void);
__attribute__((naked)) void Reset_Handler(void) {
  __asm volatile(
      "sub  sp, #4            \n"
      "push {r0-r12, lr}      \n"
      "mrs  r0, apsr          \n"
      "str  r0, [sp, #56]     \n"
      "mov  r0, sp            \n"
      "bl   keep_registers    \n"
      "add  sp, #60           \n"
      "b    ns_start          \n");
}

void give(const struct order* orders, size_t count) {
  uint32_t answers[ORDERS];
  const psa_invec in = {orders, count * sizeof *orders};
  psa_outvec out = {answers, sizeof answers};
  (void)psa_call(OPENER_HANDLE, 0, &in, 1, &out, 1);
}

uint32_t ask(uint32_t kind, uint32_t address, uint32_t value) {
  const struct order order = {kind, address, value};
  uint32_t answer = 0;
  const psa_invec in = {&order, sizeof order};
  psa_outvec out = {&answer, sizeof answer};
  EXPECT_EQ(psa_call(OPENER_HANDLE, 0, &in, 1, &out, 1), PSA_SUCCESS);
  return answer;
}

enum { ROUNDS = 2 };

static void say(const char* verb, const char* what, const char* more) {
  char line[160];
  (void)snprintf(line, sizeof line, "%s %u %s%s [ISO-3]\n", verb,
                 (unsigned)(ROUNDS * boundary_story_count + progress.next), what, more);
  ns_print(line);
}

/* Of the last panic, from the record that survived it: r0 to r12, lr, pc, the status word. Where no frame was written,
 * only r4 to r11 are known. */
static int has_registers(enum registers registers) {
  enum { R0 = 92, KNOWN = 13, ALL = 16 };
  for (uint32_t i = 0; registers != ANY_REGISTERS && i < (registers == FILLED_REGISTERS ? KNOWN : ALL); i++) {
    const int is_known = registers == FILLED_REGISTERS || (i >= 4 && i <= 11);
    if (ask(READ, (uint32_t)record + R0 + i * 4, 0) != (is_known ? FILLED(i) : 0)) {
      return 0;
    }
  }
  return 1;
}

static void look_at_last_trial(void) {
  const struct trial* const trial = &trials[progress.next - 1];
  if (!has_registers(trial->registers)) {
    progress.tally.failures++;
    say("FAILED", trial->name, ": the record has other registers");
  } else {
    say("ok", trial->name, "");
  }
}

/* Nothing is printed after the first order: the non-secure world may have no device any more. */
static void try_it(const struct trial* trial) {
  ns_print("expect-panic ");
  ns_print(trial->record);
  ns_print("\n");
  size_t count = 0;
  while (count < sizeof trial->open / sizeof trial->open[0] &&
         trial->open[count].address + trial->open[count].kind != 0) {
    count++;
  }
  give(trial->open, count);
  if (trial->attempt != NULL) {
    trial->attempt();
  }
}

int main(void) {
  char line[64];
  const uint32_t rounds = are_all_wanted() ? ROUNDS : 1;
  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED};
  } else if (progress.begun != progress.told) {
    ns_print("FAILED a story ended with a reset\n");
    progress.tally.failures++;
    progress.begun = progress.told = rounds;
  }
  while (progress.told < rounds) {
    progress.begun++;
    tell_stories(stories_of_boundary, boundary_story_count, &progress.tally);
    progress.told++;
    if (progress.told < rounds) {
      (void)ask(START_DIRTY, (uint32_t)memory_start, (uint32_t)record);
    }
  }
  if (progress.next != 0) {
    look_at_last_trial();
  }
  while (progress.next < trial_count) {
    const struct trial* const trial = &trials[progress.next++];
    if (!is_wanted(trial->name)) {
      continue;
    }
    progress.tally.cases++;
    try_it(trial);
    progress.tally.failures++;
    say("FAILED", trial->name, ", and nothing stopped it");
  }
  (void)snprintf(line, sizeof line, "END layers %u cases %u failed\n", (unsigned)progress.tally.cases,
                 (unsigned)progress.tally.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.tally.failures == 0 ? 0 : 1);
}
