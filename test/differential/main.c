// SPDX-License-Identifier: Apache-2.0

/* Sequences of calls by three clients. Each step is compared with the model's answer; after a panic the next sequence
 * begins.
 *
 * Arguments: the number of sequences and the first seed. To repeat one sequence: differential 1 SEED. */
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "generate.h"
#include "ns_platform.h"
#include "psa_manifest/actor.h"
#include "psa_manifest/sid.h"
#include "raise.h"
#include "tfm_ns_interface.h"
#include "tfm_veneers.h"

enum { SEQUENCES = 10000, STEPS = 30, PANICS_IN = 4, STARTED = 0x44494646, MOST_CLEANING = 20 };

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t next; /* sequence */
  uint32_t calls;
  uint32_t differences;
  uint32_t digest; /* of the results of all sequences that both backends can run */
  uint32_t panics;
  uint32_t reached[RULES];
} kept __attribute__((section(".noinit")));

static struct model model;
static uint32_t sequence_seed;
static unsigned step_number;
static int digests;

static void differ(const char* what, int64_t wanted, int64_t seen) {
  char line[200];
  if (kept.differences++ < 20) {
    (void)snprintf(line, sizeof line,
                   "FAILED difference: %s in step %u of the sequence with seed %u: the model says %lld, seen %lld; "
                   "again: differential 1 %u\n",
                   what, step_number, (unsigned)sequence_seed, (long long)wanted, (long long)seen,
                   (unsigned)sequence_seed);
    ns_print(line);
  }
}

static void compare(const char* what, int64_t wanted, int64_t seen) {
  if (wanted != seen) {
    differ(what, wanted, seen);
  }
}

static void control(int32_t type, const struct script* script, struct report* report) {
  const psa_invec in = {script, script != NULL ? sizeof *script : 0};
  psa_outvec out = {report, report != NULL ? sizeof *report : 0};
  compare("control", PSA_SUCCESS, psa_call(CONTROL_HANDLE, type, &in, 1, &out, 1));
}

static void do_as(enum who client, const struct errand* errand, struct outcome* outcome) {
  if (client == NON_SECURE) {
    do_errand(errand, outcome);
    return;
  }
  const psa_invec in = {errand, sizeof *errand};
  psa_outvec out = {outcome, sizeof *outcome};
  compare("client", PSA_SUCCESS,
          psa_call(client == ONE ? CLIENT_ONE_HANDLE : CLIENT_TWO_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1));
}

static void digest(uint32_t word) {
  if (digests) {
    kept.digest = (kept.digest ^ word) * 16777619u;
  }
}

static void compare_messages(const struct plan* plan, const struct expected* expected) {
  struct report report;
  memset(&report, 0, sizeof report);
  control(CONTROL_REPORT, NULL, &report);
  compare("number of messages", expected->messages, report.count);
  for (unsigned m = 0; m < expected->messages && m < MOST_MESSAGES; m++) {
    const struct seen* const wanted = &expected->seen[m];
    const struct seen* const seen = &report.messages[m];
    compare("type", wanted->type, seen->type);
    compare("client id", wanted->client_id, seen->client_id);
    compare("rhandle", (int64_t)wanted->rhandle, (int64_t)seen->rhandle);
    for (unsigned v = 0; v < VECTORS; v++) {
      compare("size of an input vector", wanted->in_size[v], seen->in_size[v]);
      compare("size of an output vector", wanted->out_size[v], seen->out_size[v]);
    }
    const uint32_t steps = seen->type == DISCONNECT_MESSAGE ? 0 : plan->script.count;
    for (unsigned i = 0; i < steps; i++) {
      compare("result of a step", wanted->results[i], seen->results[i]);
      compare("bytes of a step", wanted->sums[i], seen->sums[i]);
      digest(seen->results[i]);
    }
  }
}

static void print_expected_panic(const struct expected* expected) {
  static const char* const names[] = {"", "CLIENT_ONE", "CLIENT_TWO", "ACTOR"};
  char rule[16];
  char line[64];
  (void)snprintf(rule, sizeof rule, "%s", rule_names[expected->refused]);
  *strchr(rule, '_') = '-';
  (void)snprintf(line, sizeof line, "expect-panic %s %s\n", names[expected->panics], rule);
  ns_print(line);
}

static void take(const struct plan* plan) {
  struct outcome outcome;
  const struct expected expected = predict(&model, plan);
  step_number++;
  kept.calls++;
  kept.reached[expected.refused]++;
  control(CONTROL_SCRIPT, &plan->script, NULL);
  if (expected.is_panic) {
    kept.panics++;
    print_expected_panic(&expected);
    do_as(plan->client, &plan->errand, &outcome);
    differ("panic", 1, 0);
    return;
  }
  do_as(plan->client, &plan->errand, &outcome);
  if (expected.opened != NULL) {
    for (unsigned i = 0; i < SLOTS; i++) {
      compare("two handles are the same", 0, model.slots[i].live && model.slots[i].handle == outcome.result);
    }
    compare("a handle is positive", 1, outcome.result > 0 && outcome.result < 0x40000000);
    expected.opened->handle = outcome.result;
    digest(1);
  } else {
    compare("result", expected.outcome.result, outcome.result);
    digest((uint32_t)outcome.result);
  }
  if (plan->errand.request == CLIENT_CALL) {
    for (unsigned v = 0; v < VECTORS; v++) {
      compare("length of an output vector", expected.outcome.out_len[v], outcome.out_len[v]);
      compare("bytes of an output vector", expected.outcome.out_sums[v], outcome.out_sums[v]);
    }
  }
  compare_messages(plan, &expected);
}

enum { OUTER_LINE = POSTERN_FIRST_NON_SECURE_LINE, INNER_LINE = OUTER_LINE + 1 };
static uint32_t raised_source;
static unsigned levels_left; /* handlers still to enter before the line is raised */

static void handle(void) {
  if (--levels_left != 0) {
    postern_raise(INNER_LINE);
  } else {
    postern_raise(raised_source);
  }
}

void raise_over(uint32_t source, uint32_t over) {
  raised_source = source;
  switch (over) {
    case OVER_HANDLER:
    case OVER_TWO_HANDLERS:
      levels_left = over;
      postern_raise(OUTER_LINE);
      return;
    case OVER_GATE:
      postern_raise_at_gate(source);
      (void)psa_version(PLAIN_SID);
      return;
    default: postern_raise(source);
  }
}

int32_t call_raw(int32_t handle, uint32_t control, const psa_invec* in, psa_outvec* out) {
  return tfm_ns_interface_dispatch((veneer_fn)(void (*)(void))tfm_psa_call_veneer, (veneer_argument)handle, control,
                                   (veneer_argument)in, (veneer_argument)out);
}

static void run_sequence(uint32_t seed) {
  struct chance chance = {seed * 2654435761u | 1, seed % 2 == 0};
  struct plan plan;
  sequence_seed = seed;
  step_number = 0;
  digests = chance.is_common;
  const int is_greedy = draw(&chance, 4) == 0;
  for (unsigned i = 0; i < STEPS; i++) {
    plan = generate(&chance, &model, 0, is_greedy);
    take(&plan);
  }
  if (draw(&chance, PANICS_IN) == 0) {
    plan = generate(&chance, &model, 1, is_greedy);
    take(&plan);
  }
  digests = 0;
  for (unsigned i = 0; i < MOST_CLEANING && generate_cleaning(&model, &plan); i++) {
    take(&plan);
  }
}

static unsigned print_rules(unsigned number, int is_short, unsigned* failed) {
  char line[96];
  for (unsigned rule = 1; rule < RULES; rule++) {
    char name[16];
#if !ACTOR_MODEL_IPC
    if (rule >= DBL_2) {
      continue;
    }
#endif
    (void)snprintf(name, sizeof name, "%s", rule_names[rule]);
    *strchr(name, '_') = '-';
    const int good = kept.reached[rule] != 0 || is_short;
    *failed += !good;
    (void)snprintf(line, sizeof line, "%s %u reached_%u_times [%s]\n", good ? "ok" : "FAILED", ++number,
                   (unsigned)kept.reached[rule], name);
    ns_print(line);
  }
  return number;
}

static _Noreturn void finish(uint32_t sequences) {
  char line[160];
  unsigned failed = kept.differences != 0;
  unsigned number = 1;
  (void)snprintf(line, sizeof line, "%s 1 %u_sequences_%u_calls_%u_panics_%u_differences [CON-9]\n",
                 failed ? "FAILED" : "ok", (unsigned)sequences, (unsigned)kept.calls, (unsigned)kept.panics,
                 (unsigned)kept.differences);
  ns_print(line);
  number = print_rules(number, sequences < SEQUENCES, &failed);
  (void)snprintf(line, sizeof line, "digest %08X\nEND differential %u cases %u failed\n", (unsigned)kept.digest, number,
                 failed);
  ns_print(line);
  kept.started = 0;
  ns_exit(failed == 0 ? 0 : 1);
}

int main(void) {
  char line[96];

  (void)tfm_ns_interface_init();
  postern_set_handler(OUTER_LINE, handle);
  postern_set_handler(INNER_LINE, handle);
  const struct arguments arguments = read_arguments(SEQUENCES);
  if (kept.started != STARTED) {
    memset(&kept, 0, sizeof kept);
    kept.started = STARTED;
    (void)snprintf(line, sizeof line, "seeds from %u\n", (unsigned)arguments.seed);
    ns_print(line);
  }
  reset_model(&model);
  while (kept.next < arguments.count) {
    run_sequence(arguments.seed + kept.next++);
  }
  finish(arguments.count);
}
