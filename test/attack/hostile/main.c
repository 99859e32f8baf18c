/* One partition, and the non-secure world, against the kernel and another partition: pointers that are not theirs in
 * every argument, stack pointers, privileges and trap numbers. Each attempt comes to nothing, or is a panic of who made
 * it and the system resets; the program finds in its no-init memory how far it came and goes on. After each, TARGET
 * tells whether all is as it was. */
#include <stdbool.h>
#include <stdio.h>

#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "steps.h"
#include "tfm_ns_interface.h"

enum { STARTED = 0x484F5354 };

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t next;
  uint32_t expected_reset;
  uint32_t refused;
  uint32_t panicked;
  uint32_t answered;
  uint32_t succeeded;
  uint32_t failures;
} progress __attribute__((section(".noinit")));

static void print(const char* verb, const struct step* step, const char* what) {
  char line[192];
  (void)snprintf(line, sizeof line, "%s %u %s%s\n", verb, (unsigned)progress.next, step->name, what);
  ns_print(line);
}

static void fail(const struct step* step, const char* what) {
  print("FAILED", step, what);
  progress.failures++;
}

static bool target_is_unharmed(void) { return psa_call(TARGET_HANDLE, 0, NULL, 0, NULL, 0) == CHECKED; }

static psa_status_t perform(psa_handle_t handle, const struct deed* deed, uint32_t* answer) {
  static const uint8_t bytes[64] = {1, 2, 3, 4, 5, 6, 7, 8};
  static uint8_t room[64];
  const psa_invec in[] = {{deed, sizeof *deed}, {bytes, sizeof bytes}};
  psa_outvec out[] = {{answer, sizeof *answer}, {room, sizeof room}};
  return psa_call(handle, 0, in, 2, out, 2);
}

static void try_answered(const struct step* step) {
  uint32_t answer = ~step->answer;
  if (perform(RAIDER_HANDLE, &step->deed, &answer) != PSA_SUCCESS || answer != step->answer) {
    char line[64];
    (void)snprintf(line, sizeof line, " answered 0x%08X", (unsigned)answer);
    progress.succeeded++;
    fail(step, line);
  } else if (!target_is_unharmed()) {
    fail(step, ", and TARGET is not what it was");
  } else {
    progress.answered++;
    print("ok", step, " to no avail");
  }
}

/* Returns only if nothing stopped it. */
static void try_panic(const struct step* step) {
  char line[128];
  uint32_t answer;
  (void)snprintf(line, sizeof line, "expect-panic %s\n", step->record);
  ns_print(line);
  progress.expected_reset = 1;
  (void)perform(step->actor == BY_TARGET ? TARGET_HANDLE : RAIDER_HANDLE, &step->deed, &answer);
  (void)perform(RAIDER_HANDLE, &step->deed, &answer); /* some happen at the next message */
  progress.expected_reset = 0;
  progress.succeeded++;
  fail(step, ", and nothing stopped it");
}

static psa_status_t call_non_secure(const struct deed* deed) {
  void* const pointer = (void*)deed->a;
  const psa_invec in = {pointer, deed->b};
  psa_outvec out = {pointer, deed->b};
  switch (deed->number) {
    case INPUT_ARRAY: return psa_call(TARGET_HANDLE, 0, pointer, 1, NULL, 0);
    case OUTPUT_ARRAY: return psa_call(TARGET_HANDLE, 0, NULL, 0, pointer, 1);
    case INPUT: return psa_call(TARGET_HANDLE, 0, &in, 1, NULL, 0);
    default: return psa_call(TARGET_HANDLE, 0, NULL, 0, &out, 1);
  }
}

static void try_refused(const struct step* step) {
  if (call_non_secure(&step->deed) != PSA_ERROR_PROGRAMMER_ERROR) {
    progress.succeeded++;
    fail(step, ", and was not refused");
  } else if (!target_is_unharmed()) {
    fail(step, ", and TARGET is not what it was");
  } else {
    progress.refused++;
    print("ok", step, "");
  }
}

static void judge_reset(void) {
  struct step step;
  if (progress.next == 0 || !nth_step(progress.next - 1, &step)) {
    return;
  }
  if (progress.expected_reset == 0) {
    fail(&step, ", and the system fell");
  } else if (!target_is_unharmed()) {
    fail(&step, ", and TARGET is not what it was");
  } else {
    progress.panicked++;
    print("ok", &step, "");
  }
  progress.expected_reset = 0;
}

int main(void) {
  char line[128];
  struct step step;

  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED};
  }
  if (!prepare_steps()) {
    ns_print("FAILED the partitions do not say where they are\n");
    ns_exit(1);
  }
  judge_reset();
  while (nth_step(progress.next, &step)) {
    progress.next++;
    switch (step.outcome) {
      case ANSWERED: try_answered(&step); break;
      case PANIC: try_panic(&step); break;
      case REFUSED: try_refused(&step); break;
    }
  }
  (void)snprintf(line, sizeof line, "TALLY %u attempts: %u panics, %u refused, %u without effect, %u succeeded\n",
                 (unsigned)progress.next, (unsigned)progress.panicked, (unsigned)progress.refused,
                 (unsigned)progress.answered, (unsigned)progress.succeeded);
  ns_print(line);
  (void)snprintf(line, sizeof line, "END hostile %u cases %u failed\n", (unsigned)progress.next,
                 (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
