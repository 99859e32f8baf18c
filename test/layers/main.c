/* Layers of the boundary. First the registers that draw it, by the boards' manuals, and what can be tried without a
 * fault; then each attempt that must fault although one layer is open, and a reset after it. */
#include <stdio.h>

#include "layers.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

enum { STARTED = 0x4C415945 };

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t told; /* all stories */
  uint32_t next;
  struct tally tally;
} progress __attribute__((section(".noinit")));

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

static void say(const char* verb, const char* what, const char* more) {
  char line[160];
  (void)snprintf(line, sizeof line, "%s %u %s%s [ISO-3]\n", verb, (unsigned)(boundary_story_count + progress.next),
                 what, more);
  ns_print(line);
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
    tell_stories(stories_of_boundary, boundary_story_count, &progress.tally);
    progress.told = 1;
  } else if (progress.told == 0) {
    ns_print("FAILED a story ended with a reset\n");
    progress.tally.failures++;
    progress.told = 1;
  }
  if (progress.next != 0) {
    say("ok", trials[progress.next - 1].name, "");
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
