/* One partition, and the non-secure world, against the kernel and another partition: pointers that are not theirs in
 * every argument, stack pointers, privileges and trap numbers. Each attempt comes to nothing, or is a panic of who made
 * it and the system resets; the program finds in its no-init memory how far it came and goes on. After each, TARGET
 * tells whether all is as it was. */
#include "attempts.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "steps.h"
#include "tfm_ns_interface.h"

static bool target_is_unharmed(void) { return psa_call(TARGET_HANDLE, 0, NULL, 0, NULL, 0) == CHECKED; }

static void judge_target(const struct step* step, enum tally how, const char* what) {
  const bool unharmed = target_is_unharmed();
  judged(unharmed, how, "%s%s", step->name, unharmed ? what : ", and TARGET is not what it was");
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
    failed("%s answered 0x%08X", step->name, (unsigned)answer);
  } else {
    judge_target(step, WITHOUT_EFFECT, " to no avail");
  }
}

/* Returns only if nothing stopped it. */
static void try_panic(const struct step* step) {
  uint32_t answer;
  expect_panic("%s", step->record);
  (void)perform(step->actor == BY_TARGET ? TARGET_HANDLE : RAIDER_HANDLE, &step->deed, &answer);
  (void)perform(RAIDER_HANDLE, &step->deed, &answer); /* some happen at the next message */
  failed("%s, and nothing stopped it", step->name);
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
    failed("%s, and was not refused", step->name);
  } else {
    judge_target(step, REFUSED, "");
  }
}

static bool try_nth(uint32_t number) {
  struct step step;
  if (!nth_step(number, &step)) {
    return false;
  }
  switch (step.outcome) {
    case ANSWERED: try_answered(&step); break;
    case PANIC: try_panic(&step); break;
    case REJECTED: try_refused(&step); break;
  }
  return true;
}

static void judge(uint32_t number, bool announced) {
  struct step step;
  (void)nth_step(number, &step);
  if (announced) {
    judge_target(&step, RESET, "");
  } else {
    failed("%s, and the system fell", step.name);
  }
}

int main(void) {
  static const struct attempts lists[] = {{try_nth, judge}};
  static const struct attempt_suite suite = {.name = "hostile", .lists = lists, .list_count = 1};
  (void)tfm_ns_interface_init();
  if (!prepare_steps()) {
    ns_print("FAILED the partitions do not say where they are\n");
    ns_exit(1);
  }
  run_attempts(&suite);
}
