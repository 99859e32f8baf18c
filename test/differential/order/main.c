// SPDX-License-Identifier: Apache-2.0

/* Random rounds: the non-secure world calls, and partitions of three urgencies call, notify and answer each other. The
 * order of their actions, and all results, are compared with the model.
 *
 * Arguments: the number of rounds and the first seed. To repeat one round: order 1 SEED. */
#include <stdio.h>
#include <string.h>

#include "../arguments.h"
#include "model.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

enum { ROUNDS = 200000, TRIES = 500, MOST_PRINTED = 20 };

static struct board board;
static const psa_handle_t handles[] = {
    [HIGH] = ORDER_HIGH_HANDLE, [NORMAL] = ORDER_NORMAL_HANDLE, [LOW] = ORDER_LOW_HANDLE};

static struct {
  unsigned differences;
  unsigned rounds;
  unsigned events;
  unsigned urgent_answered;
  unsigned urgent_rung;
  unsigned answers_backwards;
  unsigned with_waiting[CALLERS + 1]; /* rounds in which this many messages waited at once */
} counts;

static uint32_t state_of_chance;
static unsigned draw(unsigned below) {
  uint32_t x = state_of_chance; /* xorshift; never 0 */
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  state_of_chance = x;
  return x % below;
}

static struct step any_step(unsigned who) {
  static const uint8_t deeds[] = {RING, RING, RING,         CALL,        CALL, CALL, TAKE,       TAKE,
                                  TAKE, TAKE, ANSWER_FIRST, ANSWER_LAST, HUSH, LOOK, AWAIT_BELL, AWAIT_MESSAGE};
  struct step step = {deeds[draw(sizeof deeds)], (uint8_t)draw(ACTORS)};
  if (step.deed == CALL) {
    if (who == LOW) {
      step.deed = RING;
    } else {
      step.whom = (uint8_t)(who + 1 + draw(LOW - who));
    }
  }
  return step;
}

static struct plan any_plan(void) {
  struct plan plan;
  memset(&plan, 0, sizeof plan);
  for (unsigned who = 0; who < ACTORS; who++) {
    plan.counts[who] = draw(MOST_STEPS + 1);
    for (unsigned i = 0; i < plan.counts[who]; i++) {
      plan.steps[who][i] = any_step(who);
    }
  }
  plan.calls = 1 + draw(MOST_CALLS);
  for (unsigned i = 0; i < plan.calls; i++) {
    plan.called[i] = (uint8_t)draw(ACTORS);
  }
  return plan;
}

static void compare(uint32_t seed, const char* what, int64_t wanted, int64_t seen) {
  char line[160];
  if (wanted == seen || counts.differences++ >= MOST_PRINTED) {
    return;
  }
  (void)snprintf(line, sizeof line, "FAILED difference: %s: the model says %lld, seen %lld; again: order 1 %u\n", what,
                 (long long)wanted, (long long)seen, (unsigned)seed);
  ns_print(line);
}

static void count(const struct expected* expected) {
  counts.rounds++;
  counts.events += expected->events.count;
  counts.urgent_answered += expected->urgent_answered;
  counts.urgent_rung += expected->urgent_rung;
  counts.answers_backwards += expected->answers_backwards;
  counts.with_waiting[expected->most_waiting]++;
}

/* Reports the first event that differs; the others follow from it. */
static void compare_events(uint32_t seed, const struct events* wanted) {
  for (uint32_t i = 0; i < wanted->count && i < board.events.count; i++) {
    const struct event* const expected = &wanted->all[i];
    const struct event* const seen = &board.events.all[i];
    if (memcmp(expected, seen, sizeof *seen) != 0) {
      compare(seed, "who", expected->actor, seen->actor);
      compare(seed, "what it did", expected->deed, seen->deed);
      compare(seed, "what it was told", expected->result, seen->result);
      return;
    }
  }
  compare(seed, "number of events", wanted->count, board.events.count);
}

static void run_round(uint32_t seed) {
  state_of_chance = seed * 2654435761u | 1;
  struct plan plan;
  struct expected expected = {0};
  for (unsigned i = 0; i < TRIES && !expected.comes_to_an_end; i++) {
    plan = any_plan();
    expected = predict(&plan);
  }
  if (!expected.comes_to_an_end) {
    return;
  }
  board.round = seed;
  board.plan = plan;
  memset(&board.events, 0, sizeof board.events);
  for (unsigned i = 0; i < plan.calls; i++) {
    const psa_status_t status = psa_call(handles[plan.called[i]], type_of(AGENT, i), NULL, 0, NULL, 0);
    compare(seed, "result of a call", expected.results[i], status);
  }
  compare_events(seed, &expected.events);
  count(&expected);
}

static void share(void) {
  struct board* const address = &board;
  for (unsigned who = 0; who < ACTORS; who++) {
    const psa_invec in = {&address, sizeof address};
    compare(0, "sharing", PSA_SUCCESS, psa_call(handles[who], SHARE, &in, 1, NULL, 0));
  }
}

static unsigned cases;
static unsigned failed;
static void conclude(int is_good, const char* name, unsigned number) {
  char line[160];
  failed += !is_good;
  (void)snprintf(line, sizeof line, "%s %u ", is_good ? "ok" : "FAILED", ++cases);
  ns_print(line);
  (void)snprintf(line, sizeof line, name, number);
  ns_print(line);
}

int main(void) {
  char line[96];

  (void)tfm_ns_interface_init();
  const struct arguments arguments = read_arguments(ROUNDS);
  ns_print("only on the IPC backend: urgency and queues are nothing that the digest of both backends knows\n");
  share();
  for (uint32_t i = 0; i < arguments.count && counts.differences == 0; i++) {
    run_round(arguments.seed + i);
  }
  const int is_short = arguments.count < ROUNDS;
  conclude(counts.differences == 0, "in_%u_rounds_who_ran_when_as_the_rules_say [SCH-3 SCH-4]\n", counts.rounds);
  conclude(is_short || counts.with_waiting[2] != 0, "two_messages_waited_in_%u_rounds [SCH-14 SCH-17]\n",
           counts.with_waiting[2]);
  conclude(is_short || counts.with_waiting[3] != 0, "three_messages_waited_in_%u_rounds [SCH-14 SCH-17]\n",
           counts.with_waiting[3]);
  conclude(is_short || counts.urgent_answered != 0, "more_urgent_clients_answered_%u_times [SCH-5]\n",
           counts.urgent_answered);
  conclude(is_short || counts.urgent_rung != 0, "more_urgent_partitions_rung_for_%u_times [SCH-5]\n",
           counts.urgent_rung);
  conclude(is_short || counts.answers_backwards != 0, "the_newest_answered_first_%u_times [CON-11]\n",
           counts.answers_backwards);
  (void)snprintf(line, sizeof line, "END order %u cases %u failed\n", cases, failed);
  ns_print(line);
  ns_exit(failed == 0 ? 0 : 1);
}
