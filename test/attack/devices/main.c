// SPDX-License-Identifier: Apache-2.0

/* A partition with twelve regions, more than the MPU of any board has slots for. Its owner can use all of them in any
 * order while interrupts of both worlds come and domains change. No other partition can use one of them: not before,
 * while or after their owner does. */
#include <inttypes.h>
#include <stdio.h>

#include "attempts.h"
#include "psa/client.h"
#include "psa/framework_feature.h"
#include "psa_manifest/sid.h"
#include "regions.h"

enum { TURNS = 60, STEPS = 300, SYSTICK = 70, WORD = 0x12345 };
enum moment { BEFORE, WHILE, AFTER, MOMENTS };
enum party { OF_HOLDER, OF_LODGER };

void systick_run(uint32_t ticks);
extern volatile uint32_t systicks;

static const char* const moment_names[] = {"before", "while", "after"};
static const char* const party_names[] = {"HOLDER", "LODGER"};
static const char* const access_names[] = {"reads", "writes", "executes"};
static const uint32_t holders[] = HOLDERS_WORDS;
static const uint32_t tickers[] = TICKERS_WORDS;

struct step {
  enum party who;
  enum moment moment;
  struct attempt attempt;
  bool is_allowed;
};

/* Steps of LODGER, on each region of HOLDER at each moment. At level 1 the two share a domain. */
static bool step_of_lodger(uint32_t n, struct step* step) {
  if (n >= HOLDERS * MOMENTS * 2) {
    return false;
  }
  const uint32_t region = n / (MOMENTS * 2);
  *step = (struct step){
      OF_LODGER, (enum moment)(n / 2 % MOMENTS), {n % 2 == 0 ? READ : WRITE, holders[region], WORD}, false};
  step->is_allowed = PSA_FRAMEWORK_ISOLATION_LEVEL == 1 && (region != READ_ONLY || step->attempt.access == READ);
  return true;
}

/* Steps of HOLDER on memory that its regions do not grant, before and after it has used all of them. */
static bool step_of_holder(uint32_t n, struct step* step) {
  const bool above_1 = PSA_FRAMEWORK_ISOLATION_LEVEL > 1;
  *step = (struct step){OF_HOLDER, n % 2 == 0 ? BEFORE : AFTER, {WRITE, holders[READ_ONLY], WORD}, false};
  n /= 2;
  if (n-- == 0) {
    return true;
  }
  if (n < TOUCHING - FIRST_WITH_EDGES) {
    step->attempt = (struct attempt){READ, (holders[n + FIRST_WITH_EDGES] & ~(REGION_SIZE - 1)) + REGION_SIZE, WORD};
    return true;
  }
  n -= TOUCHING - FIRST_WITH_EDGES;
  if (n < TOUCHING - FIRST_WITH_EDGES) {
    step->attempt = (struct attempt){WRITE, (holders[n + FIRST_WITH_EDGES] & ~(REGION_SIZE - 1)) - 4, WORD};
    return true;
  }
  n -= TOUCHING - FIRST_WITH_EDGES;
  if (n < HOLDERS - FIRST_IN_MEMORY) {
    step->attempt = (struct attempt){EXECUTE, holders[n + FIRST_IN_MEMORY], WORD};
    return true;
  }
  n -= HOLDERS - FIRST_IN_MEMORY;
  step->attempt = (struct attempt){WRITE, n < TICKERS ? tickers[n] : LODGERS_WORD, WORD};
  step->is_allowed = !above_1;
  return n <= TICKERS;
}

static bool nth_step(uint32_t n, struct step* step) {
  return step_of_lodger(n, step) || step_of_holder(n - HOLDERS * MOMENTS * 2, step);
}

static void announce(const struct step* step) {
  const bool execute = step->attempt.access == EXECUTE;
  expect_panic("%s FAULT CFSR=0x%08X %s=0x%08" PRIX32, party_names[step->who], execute ? 1u : 0x82u,
               execute ? "at" : "MMFAR", step->attempt.address);
}

/* Returns how many words were wrong. */
static psa_status_t have_holder_work(uint32_t seed, uint32_t steps) {
  static uint32_t words[] = {0x1234, 0x5678, 0x9ABC, 0xDEF0, 0x4321, 0x8765, 0xCBA9, 0x0FED};
  static uint32_t back[64];
  const struct work work = {seed, steps};
  const psa_invec in[] = {{&work, sizeof work}, {words, sizeof words}};
  psa_outvec out = {back, sizeof back};
  return psa_call(HOLDER_HANDLE, USE, in, 2, &out, 1);
}

static void try_it(uint32_t number, const struct step* step) {
  const psa_invec in = {&step->attempt, sizeof step->attempt};
  psa_status_t status = PSA_SUCCESS;
  if (step->moment == AFTER && have_holder_work(number + 1, 40) != 0) {
    judged(false, RESET, ": the owner found a wrong word");
    return;
  }
  if (!step->is_allowed) {
    announce(step);
  }
  if (step->who == OF_LODGER && step->moment != WHILE) {
    status = psa_call(LODGER_HANDLE, TRY, &in, 1, NULL, 0);
  } else {
    status = psa_call(HOLDER_HANDLE, step->moment == WHILE ? LEND : TRY, &in, 1, NULL, 0);
  }
  judged(step->is_allowed && status == PSA_SUCCESS, ALLOWED, step->is_allowed ? " as it may" : ", and was not refused");
}

/* Interrupts of both worlds come while HOLDER works, and TICKER's function changes the domain. */
static void work_under_interrupts(uint32_t number) {
  (void)number;
  char more[96];
  psa_status_t wrong = 0;
  (void)psa_call(TICKER_HANDLE, START, NULL, 0, NULL, 0);
  for (uint32_t turn = 1; turn <= TURNS && wrong == 0; turn++) {
    systick_run(SYSTICK + turn);
    wrong = have_holder_work(turn * 0x9E3779B9u, STEPS);
    systick_run(0);
  }
  const psa_status_t ticks = psa_call(TICKER_HANDLE, COUNT, NULL, 0, NULL, 0);
  (void)snprintf(more, sizeof more, ": %ld secure, %u non-secure, %ld words wrong", (long)ticks, (unsigned)systicks,
                 (long)wrong);
  judged(wrong == 0 && ticks > 10 && systicks > 100, WITHOUT_EFFECT, more);
}

static bool name(uint32_t number, char* text, const char** rules) {
  struct step step;
  if (!nth_step(number, &step)) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s %s 0x%08" PRIX32 " %s the owner uses its regions", party_names[step.who],
                 access_names[step.attempt.access], step.attempt.address, moment_names[step.moment]);
  *rules = step.is_allowed ? "" : " [ISO-9 ISO-17]";
  return true;
}

static void make(uint32_t number) {
  struct step step;
  (void)nth_step(number, &step);
  try_it(number, &step);
}

static bool name_work(uint32_t number, char* text, const char** rules) {
  (void)snprintf(text, LONGEST_NAME, "the owner uses all its regions under interrupts of both worlds");
  *rules = " [ISO-11 ISO-15]";
  return number == 0;
}

int main(void) {
  static const struct attempts lists[] = {{name, make, NULL, true}, {name_work, work_under_interrupts, NULL, true}};
  static const struct attempt_suite suite = {.name = "devices", .lists = lists, .list_count = 2};
  run_attempts(&suite);
}
