// SPDX-License-Identifier: Apache-2.0

/* A secure interrupt, a non-secure one, and both in both orders, at every instruction of each request of a non-secure
 * program.
 *
 * The emulated processor takes a nanosecond for an instruction, so the moment of an interrupt is a number of
 * instructions: all moments here are instructions after the start of SysTick, minus those that passed before the call.
 * The slow timer raises URGENT's line, SysTick the non-secure handler. The results, registers, stacks, vectors and
 * counts of a call must be the same as without interrupts; and URGENT must run as soon as secure code continues. */
#include <stdio.h>
#include <string.h>

#include "handlers.h"
#include "look.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/lower.h"
#include "psa_manifest/sid.h"
#include "sweep.h"
#include "tfm_ns_interface.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

enum {
  NEVER = -1,
  LATEST = 9000,    /* the last moment that is tried */
  SLACK = 1500,     /* instructions that the kernel and a handler may take before URGENT runs */
  PAST_THE_END = 5, /* moments tried after the end of a call */
  WAKES_AT = 1500,  /* instructions from the beginning of a call that sleeps */
  BEFORE = 140,     /* the longest time from the secure interrupt to the handler, in pairs */
  BEHIND = 130,     /* and from the handler's beginning to the secure interrupt */
};

struct operation {
  const char* name;
  uint32_t function;
  uint32_t arguments[4];
  enum { ALONE, NEEDS_CONNECTION, CONNECTS, CLOSES, SLEEPS } kind;
};

static uint8_t source[BYTES];
static uint8_t sink[BYTES];
static const psa_invec in = {source, sizeof source};
static psa_outvec out;

#define GATE(name) (uint32_t)(tfm_psa_##name##_veneer)
#define VECTORS (uint32_t) & in, (uint32_t)&out
#define OF(service, type) GATE(call), {(uint32_t)(service##_HANDLE), PARAM_PACK(type, 0, 0), 0, 0}, ALONE
#define WITH_VECTORS(service, type) GATE(call), {(uint32_t)(service##_HANDLE), PARAM_PACK(type, 1, 1), VECTORS}, ALONE

static const struct operation operations[] = {
    {"nothing", (uint32_t)delay, {40}, ALONE},
    {"version", GATE(version), {LOWER_SID}, ALONE},
    {"call", OF(LOWER, PLAIN)},
    {"call_of_a_secure_function", OF(MIDDLE, PLAIN)},
    {"call_with_vectors", WITH_VECTORS(LOWER, COPY)},
    {"nested_call", WITH_VECTORS(MIDDLE, NESTED)},
    {"refused_call", GATE(call), {0x1234, PARAM_PACK(PLAIN, 1, 1), VECTORS}, ALONE},
    {"connect", GATE(connect), {BOUND_SID, 1}, CONNECTS},
    {"call_of_a_connection", GATE(call), {0, PARAM_PACK(NESTED, 1, 1), VECTORS}, NEEDS_CONNECTION},
    {"close", GATE(close), {0}, CLOSES},
    {"line", OF(LOWER, LINE)},
    {"poll", OF(LOWER, POLL)},
    {"compute", OF(LOWER, COMPUTE)},
#if LOWER_MODEL_IPC
    {"notify", OF(LOWER, NOTIFY)},
#endif
    {"sleep", GATE(call), {(uint32_t)ALARM_HANDLE, PARAM_PACK(SLEEP, 0, 0), 0, 0}, SLEEPS},
};
enum { OPERATIONS = sizeof operations / sizeof operations[0] };

/* Results that must not depend on interrupts. */
struct outcome {
  struct look look;
  uint32_t length;
  uint8_t sink[BYTES];
  uint32_t doorbells;
  uint32_t damage;
};

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t told; /* all stories but the panics */
  uint32_t next; /* the next panic */
  uint32_t failures;
  uint32_t samples;
} progress __attribute__((section(".noinit")));
enum { STARTED = 0x53574545 };

static struct made_call call;
static int32_t alarm_at_delay; /* the delay before a call at which the alarm comes at moment 0, see find_alarm() */
static uint32_t alarm_delay;   /* from arming to URGENT, if nothing delays it */
static struct told told;
static int is_long;
static unsigned failures_here;

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
  if (operation->kind == NEEDS_CONNECTION || operation->kind == CLOSES) {
    call.arguments[0] = (uint32_t)psa_connect(BOUND_SID, 1);
  }
  memset(sink, 0, sizeof sink);
  out = (psa_outvec){sink, sizeof sink};
}

static void end_call(const struct operation* operation, struct outcome* outcome) {
  if (operation->kind == NEEDS_CONNECTION) {
    psa_close((psa_handle_t)call.arguments[0]);
  } else if (operation->kind == CONNECTS) {
    psa_close((psa_handle_t)outcome->look.registers.r[0]);
    outcome->look.registers.r[0] = (int32_t)outcome->look.registers.r[0] > 0; /* ignore the generation of the handle */
  }
}

/* Makes the call, after delays for the interrupts to come at these moments of it. */
static void make_call(const struct operation* operation, int32_t alarm, int32_t handler, enum handler kind,
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
  end_call(operation, outcome);
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
  return got->damage != wanted->damage ? "registers of a partition" : NULL;
}

/* Makes one disturbed call, and compares the outcome. */
static void try_moment(const struct operation* operation, const struct outcome* wanted, int32_t alarm, int32_t handler,
                       enum handler kind) {
  char line[192];
  struct outcome got;
  make_call(operation, operation->kind == SLEEPS && alarm == NEVER ? WAKES_AT : alarm, handler, kind, &got);
  progress.samples++;
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
  enum { ALARM, HANDLER, PAIR } what;
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
enum { SWEEPS = sizeof sweeps / sizeof sweeps[0] };

/* The first and the last moment of a call, found with the handler. */
struct span {
  int32_t begin;
  int32_t end;
};

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

static struct span span_of(const struct operation* operation) {
  const struct span span = {first_moment_of(operation, 1), first_moment_of(operation, 2)};
  return span;
}

static void sweep_over(const struct operation* operation, const struct sweep* sweep, const struct span* span,
                       const struct outcome* wanted) {
  enum { MOMENTS = 16, MOMENTS_IN_PAIRS = 4, STEP_IN_PAIRS = 37, ENOUGH = 20 };
  const int32_t length = span->end - span->begin;
  const int32_t parts = sweep->what == PAIR ? MOMENTS_IN_PAIRS : MOMENTS;
  const int32_t step = is_long || length < parts ? 1 : length / parts;
  int32_t distance = -BEFORE;
  for (int32_t moment = span->begin; moment < span->end + PAST_THE_END && failures_here < ENOUGH; moment += step) {
    if (sweep->what == ALARM) {
      try_moment(operation, wanted, moment, NEVER, sweep->kind);
    } else if (sweep->what == HANDLER) {
      try_moment(operation, wanted, NEVER, moment, sweep->kind);
    } else {
      const int32_t step_of_alarm = is_long ? 1 : STEP_IN_PAIRS;
      for (; distance < BEHIND; distance += step_of_alarm) {
        if (moment + distance >= 0) {
          try_moment(operation, wanted, moment + distance, moment, sweep->kind);
        }
      }
      distance -= BEFORE + BEHIND; /* other distances at each moment */
    }
  }
}

static void tell_sweep(unsigned number, const struct operation* operation, const struct sweep* sweep,
                       const struct span* span, const struct outcome* wanted) {
  char line[256];
  failures_here = 0;
  if (is_long) {
    (void)snprintf(line, sizeof line, "  %u of %u, %u moments so far\n", number, (unsigned)(OPERATIONS * SWEEPS),
                   (unsigned)progress.samples);
    ns_print(line);
  }
  sweep_over(operation, sweep, span, wanted);
  (void)snprintf(line, sizeof line, "%s %u %s_%s [%s]\n", failures_here == 0 ? "ok" : "FAILED", number, operation->name,
                 sweep->suffix, sweep->rules);
  ns_print(line);
  progress.failures += failures_here != 0;
}

static const struct operation plain = {"plain", OF(LOWER, PLAIN)};
static const struct operation panicking = {"panic", OF(LOWER, PANIC)};
enum { PANICS = 36, PANICS_LONG = 2400, BEHIND_A_CALL = 4000 };

/* The moments range from the beginning of a call that is answered to long after its end: then a panic has begun, and
 * non-secure code no longer runs. */
static int32_t moment_of_panic(uint32_t number, const struct span* span) {
  const uint32_t count = (is_long ? PANICS_LONG : PANICS) / 3;
  const uint32_t length = (uint32_t)(span->end - span->begin) + BEHIND_A_CALL;
  return span->begin + (int32_t)(number / 3 * length / count);
}

static void judge_panic(uint32_t number, const struct span* span) {
  char line[160];
  const int may_come = number % 3 == ALARM || moment_of_panic(number, span) <= span->end;
  (void)snprintf(line, sizeof line, "%s %u panic_and_interrupts_%u [PANIC-1 PANIC-2 SCH-11 NSR-7]\n",
                 may_come || seen.came == 0 ? "ok" : "FAILED", (unsigned)(OPERATIONS * SWEEPS + number + 1),
                 (unsigned)number);
  ns_print(line);
  progress.failures += !may_come && seen.came != 0;
}

/* Each ends with a reset, after which this continues. */
static void sweep_over_panics(void) {
  static struct outcome outcome;
  const uint32_t came = seen.came;
  const struct span span = span_of(&plain);
  seen.came = came;
  if (progress.next > 0) {
    judge_panic(progress.next - 1, &span);
  }
  while (progress.next < (is_long ? PANICS_LONG : PANICS)) {
    const uint32_t number = progress.next++;
    const int32_t moment = moment_of_panic(number, &span);
    progress.samples++;
    ns_print("expect-panic LOWER PANIC-1\n");
    make_call(&panicking, number % 3 == HANDLER ? NEVER : moment, number % 3 == ALARM ? NEVER : moment, SPINS,
              &outcome);
    ns_print("FAILED a panic did not reset the system\n");
    progress.failures++;
  }
}

static void sweep_over_calls(void) {
  char line[160];
  unsigned number = 0;
  for (unsigned i = 0; i < OPERATIONS; i++) {
    struct outcome wanted;
    const struct span span = span_of(&operations[i]);
    make_call(&operations[i], operations[i].kind == SLEEPS ? WAKES_AT : NEVER, NEVER, RETURNS_AT_ONCE, &wanted);
    (void)snprintf(line, sizeof line, "  %s: %d instructions, answer %d\n", operations[i].name,
                   (int)(span.end - span.begin), (int)wanted.look.registers.r[0]);
    ns_print(line);
    for (unsigned j = 0; j < SWEEPS; j++) {
      tell_sweep(++number, &operations[i], &sweeps[j], &span, &wanted);
    }
  }
}

int main(void) {
  char line[160];
  const uint32_t came = seen.came;

  ns_command_line(line, sizeof line);
  is_long = strstr(line, "long") != NULL;
  (void)tfm_ns_interface_init();
  for (unsigned i = 0; i < sizeof source; i++) {
    source[i] = (uint8_t)(i * 7 + 1);
  }
  rank_handlers();
  measure_period();
  find_alarm();
  if (progress.started != STARTED) {
    memset(&progress, 0, sizeof progress);
    progress.started = STARTED;
    sweep_over_calls();
    progress.told = 1;
  } else if (progress.told == 0) {
    ns_print("FAILED: the system was reset\n");
    ns_exit(1);
  }
  seen.came = came;
  sweep_over_panics();
  (void)snprintf(line, sizeof line, "TALLY %u disturbed calls\n", (unsigned)progress.samples);
  ns_print(line);
  (void)snprintf(line, sizeof line, "END %s %u cases %u failed\n", SWEEP_IMAGE,
                 (unsigned)(OPERATIONS * SWEEPS + progress.next), (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
