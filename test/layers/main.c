/* Layers of the boundary. First the registers that draw it, by the boards' manuals, and what can be tried without a
 * fault; the same once more after a start that found them in another state; then each attempt that must fault although
 * one layer is open, and a reset after it. */
#include <stdio.h>

#include "fill.h"
#include "layers.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

enum { STARTED = 0x4C415945 };

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t begun; /* all stories, so many times */
  uint32_t told;
  uint32_t next;
  uint32_t failures;
} progress __attribute__((section(".noinit")));

uint32_t registers_at_start[15] __attribute__((section(".noinit")));

void ns_start(void);
void keep_registers(const uint32_t* found);
void keep_registers(const uint32_t* found) {
  for (unsigned i = 0; i < sizeof registers_at_start / sizeof *registers_at_start; i++) {
    registers_at_start[i] = found[i];
  }
}

/* In place of the start's own, which it goes on with. */
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

/* Of the last panic, as the record that survived it has them. */
static int has_filled_registers(void) {
  enum { R0 = 48, R12_AFTER = R0 + 13 * 4 };
  for (uint32_t place = R0; place < R12_AFTER; place += 4) {
    if (ask(READ, (uint32_t)record + place, 0) != FILLED((place - R0) / 4)) {
      return 0;
    }
  }
  return 1;
}

static void tell_stories(void) {
  progress.begun++;
  for (size_t i = 0; i < boundary_story_count; i++) {
    progress.failures += (uint32_t)tell_story(progress.told * boundary_story_count + i + 1, &stories_of_boundary[i]);
  }
  progress.told++;
}

static void look_at_last_trial(void) {
  const struct trial* const trial = &trials[progress.next - 1];
  if (trial->registers == REGISTERS && !has_filled_registers()) {
    progress.failures++;
    say("FAILED", trial->name, ": the record has other registers");
  } else {
    say("ok", trial->name, "");
  }
}

/* Nothing is printed from the first order on: the non-secure world may have no device any more. */
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
  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED};
  } else if (progress.begun != progress.told) {
    ns_print("FAILED a story ended with a reset\n");
    progress.failures++;
    progress.begun = progress.told = ROUNDS;
  }
  while (progress.told < ROUNDS) {
    tell_stories();
    if (progress.told < ROUNDS) {
      (void)ask(START_DIRTY, (uint32_t)memory_start, (uint32_t)record);
    }
  }
  if (progress.next != 0) {
    look_at_last_trial();
  }
  while (progress.next < trial_count) {
    try_it(&trials[progress.next++]);
    progress.failures++;
    say("FAILED", trials[progress.next - 1].name, ", and nothing stopped it");
  }
  (void)snprintf(line, sizeof line, "END layers %u cases %u failed\n",
                 (unsigned)(ROUNDS * boundary_story_count + trial_count), (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
