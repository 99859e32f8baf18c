// SPDX-License-Identifier: Apache-2.0

#include "moments.h"

#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "psa_manifest/sid.h"

enum {
  LATEST = 9000,    /* the last moment that is tried */
  SLACK = 1500,     /* instructions that the kernel and a handler may take before URGENT runs */
  PAST_THE_END = 5, /* moments tried after the end of a call */
  BEFORE = 140,     /* the longest time from the secure interrupt to the handler, in pairs */
  BEHIND = 130,     /* and from the handler's beginning to the secure interrupt */
};

uint8_t source[BYTES];
const psa_invec in = {source, sizeof source};
psa_outvec out;

static uint8_t sink[BYTES];
static struct made_call call;
static int32_t alarm_at_delay; /* the delay before a call at which the alarm comes at moment 0, see find_alarm() */
static uint32_t alarm_delay;   /* from arming to URGENT, if nothing delays it */
static struct told told;
static unsigned failures_here;
uint32_t moments_tried;

static psa_status_t ask(psa_handle_t service, int32_t request) { return psa_call(service, request, NULL, 0, NULL, 0); }

static void have_told(void) {
  psa_outvec answer = {&told, sizeof told};
  if (psa_call(ALARM_HANDLE, TELL, NULL, 0, &answer, 1) != RIGHT) {
    told.damage++;
  }
}

static void prepare_call(const struct operation* operation) {
  call.function = operation->function;
  memcpy(call.arguments, operation->arguments, sizeof call.arguments);
  call.phase = 0;
  begin_operation(operation, &call);
  memset(sink, 0, sizeof sink);
  out = (psa_outvec){sink, sizeof sink};
}

void make_call(const struct operation* operation, int32_t alarm, int32_t handler, enum handler kind,
               struct outcome* outcome) {
  const int32_t second = PERIOD - (handler == NEVER ? PERIOD / 2 : handler);
  const int32_t first = alarm == NEVER ? 0 : alarm_at_delay - alarm - second;
  const uint32_t control = handler == NEVER ? WITHOUT_HANDLER : WITH_HANDLER;
  memset(outcome, 0, sizeof *outcome);
  prepare_call(operation);
  prepare_handler(kind, &call.phase);
  if (alarm != NEVER) {
    (void)ask(ALARM_HANDLE, ARM);
  }
  delay((uint32_t)first);
  start_handler(control);
  delay((uint32_t)second);
  (void)look(&outcome->look, &call);
  stop_handler();
  delay(BEHIND + 2 * PAST_THE_END); /* the alarm has come */
  end_operation(operation, &call, outcome);
  have_told();
  outcome->length = out.len;
  memcpy(outcome->sink, sink, sizeof sink);
  outcome->doorbells = told.doorbells;
  outcome->damage = told.damage;
}

/* An alarm between the start of SysTick and its interrupt takes time from the rounds before that interrupt. */
static uint32_t rounds_before_handler(int32_t first) {
  enum { MOMENT = 3000, ROUNDS = 2000 };
  static const struct operation spinning = {"spin", (uint32_t)spin, {ROUNDS}, ALONE};
  struct outcome outcome;
  alarm_at_delay = first + PERIOD; /* so that make_call() delays by `first` */
  make_call(&spinning, MOMENT, MOMENT, RETURNS_AT_ONCE, &outcome);
  return seen.rounds;
}

static void find_alarm(void) {
  enum { STEP = 4000, FARTHEST = 28000 };
  const uint32_t undisturbed = rounds_before_handler(0);
  int32_t after = 0;
  int32_t before = STEP;
  while (before < FARTHEST && rounds_before_handler(before) == undisturbed) {
    after = before;
    before += STEP;
  }
  while (before - after > 1) {
    const int32_t middle = (before + after) / 2;
    if (rounds_before_handler(middle) == undisturbed) {
      after = middle;
    } else {
      before = middle;
    }
  }
  alarm_at_delay = before + PERIOD;
  (void)ask(ALARM_HANDLE, ARM);
  (void)ask(ALARM_HANDLE, SLEEP);
  have_told();
  alarm_delay = told.delay;
}

/* URGENT's delay, in instructions. */
static uint32_t lateness(void) {
  return told.delay <= alarm_delay ? 0 : (told.delay - alarm_delay) * (PERIOD / period_ticks);
}

static const char* difference(const struct outcome* got, const struct outcome* wanted, int32_t alarm) {
  if (alarm != NEVER && told.alarms != 1)
    return "alarms";
  if (alarm != NEVER && lateness() > SLACK)
    return "lateness of the alarm";
  if (seen.wrong != 0)
    return "gates in handler mode";
  if (memcmp(&got->look, &wanted->look, sizeof got->look) != 0)
    return "registers";
  if (got->length != wanted->length || memcmp(got->sink, wanted->sink, sizeof got->sink) != 0)
    return "bytes";
  if (got->doorbells != wanted->doorbells)
    return "doorbells";
  if (got->traces != wanted->traces)
    return "traces";
  return got->damage != wanted->damage ? "registers of a partition" : NULL;
}

/* Makes one disturbed call, and compares the outcome. */
static void try_moment(const struct operation* operation, const struct outcome* wanted, int32_t alarm, int32_t handler,
                       enum handler kind) {
  char line[192];
  struct outcome got;
  make_call(operation, operation->kind == SLEEPS && alarm == NEVER ? WAKES_AT : alarm, handler, kind, &got);
  moments_tried++;
  const char* const what = difference(&got, wanted, operation->kind == SLEEPS ? WAKES_AT : alarm);
  if (what == NULL) {
    return;
  }
  if (failures_here++ == 0) {
    (void)snprintf(line, sizeof line, "  alarm at %d, handler %d at %d: %s (answer %d, alarms %u, late by %u)\n",
                   (int)alarm, (int)kind, (int)handler, what, (int)got.look.registers.r[0], (unsigned)told.alarms,
                   (unsigned)lateness());
    ns_print(line);
  }
}

struct sweep {
  const char* suffix;
  const char* rules;
  enum handler kind;
  enum disturbance what;
};
static const struct sweep sweeps[] = {
    {"and_a_non_secure_interrupt", "SCH-10 SCH-12 NSR-2", RETURNS_AT_ONCE, HANDLER},
    {"and_another_non_secure_thread", "SCH-10 NSR-2 NSR-7", SWITCHES_THREADS, HANDLER},
    {"and_a_secure_interrupt", "SCH-3 SCH-4 SCH-9 SCH-12", RETURNS_AT_ONCE, ALARM},
    {"and_both", "SCH-3 SCH-4 SCH-9 SCH-10 SCH-11 SCH-16", SPINS, PAIR},
    {"and_a_secure_one_around_nested_handlers", "SCH-3 SCH-4 SCH-9 SCH-10 SCH-16", IS_INTERRUPTED, PAIR},
    {"and_a_secure_one_around_a_gate_in_handler_mode", "SCH-3 SCH-4 SCH-16 VEN-8", TRIES_GATES, PAIR},
    {"and_a_secure_one_around_another_thread", "SCH-3 SCH-4 SCH-9 SCH-16 NSR-7", SWITCHES_THREADS, PAIR},
};
_Static_assert(sizeof sweeps / sizeof sweeps[0] == SWEEPS, "moments.h has the number");

/* The first moment at which the handler comes in this phase of the call or a later one. */
static int32_t first_moment_of(const struct operation* operation, uint32_t phase) {
  struct outcome outcome;
  int32_t before = 0;
  int32_t moment = LATEST;
  while (moment - before > 1) {
    const int32_t middle = (before + moment) / 2;
    make_call(operation, operation->kind == SLEEPS ? WAKES_AT : NEVER, middle, RETURNS_AT_ONCE, &outcome);
    if (seen.came == 0 || seen.phase >= phase) {
      moment = middle;
    } else {
      before = middle;
    }
  }
  return moment;
}

struct span span_of(const struct operation* operation) {
  const struct span span = {first_moment_of(operation, 1), first_moment_of(operation, 2)};
  return span;
}

static void try_all(const struct sweeping* how, const struct operation* operation, const struct sweep* sweep,
                    const struct span* span, const struct outcome* wanted) {
  enum { MOMENTS = 16, MOMENTS_IN_PAIRS = 4, STEP_IN_PAIRS = 37, ENOUGH = 20 };
  const int32_t length = span->end - span->begin;
  const int32_t parts = sweep->what == PAIR ? MOMENTS_IN_PAIRS : MOMENTS;
  const int32_t step_when_long = sweep->what == PAIR ? how->step_of_pairs : 1;
  const int32_t step = how->is_long || length < parts ? step_when_long : length / parts;
  int32_t distance = -BEFORE;
  for (int32_t moment = span->begin; moment < span->end + PAST_THE_END && failures_here < ENOUGH; moment += step) {
    if (sweep->what == ALARM) {
      try_moment(operation, wanted, moment, NEVER, sweep->kind);
    } else if (sweep->what == HANDLER) {
      try_moment(operation, wanted, NEVER, moment, sweep->kind);
    } else {
      const int32_t step_of_alarm = how->is_long && how->step_of_pairs == 1 ? 1 : STEP_IN_PAIRS;
      for (; distance < BEHIND; distance += step_of_alarm) {
        if (moment + distance >= 0) {
          try_moment(operation, wanted, moment + distance, moment, sweep->kind);
        }
      }
      distance -= BEFORE + BEHIND; /* other distances at each moment */
    }
  }
}

static unsigned tell_sweep(const struct sweeping* how, unsigned number, const struct operation* operation,
                           const struct sweep* sweep, const struct span* span, const struct outcome* wanted) {
  char line[256];
  failures_here = 0;
  if (how->is_long) {
    (void)snprintf(line, sizeof line, "  %u of %u, %u moments so far\n", number, how->stories, (unsigned)moments_tried);
    ns_print(line);
  }
  try_all(how, operation, sweep, span, wanted);
  (void)snprintf(line, sizeof line, "%s %u %s_%s [%s%s]\n", failures_here == 0 ? "ok" : "FAILED", number,
                 operation->name, sweep->suffix, sweep->rules, how->rules);
  ns_print(line);
  return failures_here != 0;
}

void make_undisturbed_call(const struct operation* operation, struct outcome* wanted) {
  make_call(operation, operation->kind == SLEEPS ? WAKES_AT : NEVER, NEVER, RETURNS_AT_ONCE, wanted);
}

unsigned sweep_over(const struct sweeping* how, unsigned number, const struct operation* operation,
                    const struct outcome* wanted) {
  char line[160];
  unsigned failures = 0;
  const struct span span = span_of(operation);
  (void)snprintf(line, sizeof line, "  %s: %d instructions, answer %d\n", operation->name, (int)(span.end - span.begin),
                 (int)wanted->look.registers.r[0]);
  ns_print(line);
  for (unsigned i = 0; i < SWEEPS; i++) {
    failures += tell_sweep(how, number + i, operation, &sweeps[i], &span, wanted);
  }
  return failures;
}

void find_moments(void) {
  for (unsigned i = 0; i < sizeof source; i++) {
    source[i] = (uint8_t)(i * 7 + 1);
  }
  rank_handlers();
  measure_period();
  find_alarm();
}
