// SPDX-License-Identifier: Apache-2.0

/* One partition, and the non-secure world, attack the kernel and another partition: foreign pointers in every argument,
 * stack pointers, privileges and trap numbers. Each attempt either has no effect, or is a panic of the attacker and a
 * reset; the program finds its progress in no-init memory and continues. After each attempt TARGET reports whether
 * anything has changed. */
#include <stdio.h>

#include "attempts.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "steps.h"
#include "tfm_ns_interface.h"

static bool target_is_unharmed(void) { return psa_call(TARGET_HANDLE, 0, NULL, 0, NULL, 0) == CHECKED; }

static void judge_target(enum ending how, const char* more) {
  const bool unharmed = target_is_unharmed();
  judged(unharmed, how, unharmed ? more : ", and TARGET has changed");
}

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
    char more[32];
    (void)snprintf(more, sizeof more, " answered 0x%08X", (unsigned)answer);
    judged(false, WITHOUT_EFFECT, more);
  } else {
    judge_target(WITHOUT_EFFECT, " to no avail");
  }
}

/* Returns only if nothing stops the attempt. */
static void try_panic(const struct step* step) {
  uint32_t answer;
  expect_panic("%s", step->record);
  (void)perform(step->actor == BY_TARGET ? TARGET_HANDLE : RAIDER_HANDLE, &step->deed, &answer);
  (void)perform(RAIDER_HANDLE, &step->deed, &answer); /* some happen at the next message */
  judged(false, RESET, ", and nothing stopped it");
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
    judged(false, REFUSED, ", and was not refused");
  } else {
    judge_target(REFUSED, "");
  }
}

static bool name(uint32_t number, char* text, const char** rules) {
  struct step step;
  if (!nth_step(number, &step)) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s", step.name);
  *rules = "";
  return true;
}

static void make(uint32_t number) {
  struct step step;
  (void)nth_step(number, &step);
  switch (step.outcome) {
    case ANSWERED: try_answered(&step); break;
    case PANIC: try_panic(&step); break;
    case REJECTED: try_refused(&step); break;
  }
}

int main(void) {
  static const struct attempts lists[] = {{name, make, target_is_unharmed, true}};
  static const struct attempt_suite suite = {.name = "hostile", .lists = lists, .list_count = 1};
  (void)tfm_ns_interface_init();
  if (!prepare_steps()) {
    ns_print("FAILED the partitions do not say where they are\n");
    ns_exit(1);
  }
  run_attempts(&suite);
}
