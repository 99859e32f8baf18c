// SPDX-License-Identifier: Apache-2.0

/* Interrupts at every instruction of each request of a non-secure program (moments.h), and at those of a panic. The
 * results, registers, stacks, vectors and counts of a call must be the same as without interrupts. */
#include <stdio.h>
#include <string.h>

#include "moments.h"
#include "ns_platform.h"
#include "psa_manifest/lower.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

enum { NEEDS_CONNECTION = OTHER_KINDS, CONNECTS, CLOSES };

/* More than two vectors: the kernel looks for a waiting interrupt while it judges them, and the trap is made again. */
static const psa_invec parts[PARTS] = {{source, 6}, {source + 6, 6}, {source + 12, 6}, {source + 18, 6}};
static const psa_invec overlapping[PARTS] = {{source, 6}, {source + 6, 6}, {source + 12, 6}, {source + 17, 6}};

static const struct operation operations[] = {
    {"nothing", (uint32_t)delay, {40}, ALONE},
    {"version", GATE(version), {LOWER_SID}, ALONE},
    {"call", OF(LOWER, PLAIN)},
    {"call_of_a_secure_function", OF(MIDDLE, PLAIN)},
    {"call_with_vectors", WITH_VECTORS(LOWER, COPY)},
    {"call_with_four_vectors",
     GATE(call),
     {(uint32_t)LOWER_HANDLE, PARAM_PACK(GATHER, PARTS, 0), (uint32_t)parts, 0},
     ALONE},
    {"refused_call_with_four_vectors",
     GATE(call),
     {(uint32_t)LOWER_HANDLE, PARAM_PACK(GATHER, PARTS, 0), (uint32_t)overlapping, 0},
     ALONE},
    {"nested_call", WITH_VECTORS(MIDDLE, NESTED)},
    {"nested_call_with_four_vectors",
     GATE(call),
     {(uint32_t)MIDDLE_HANDLE, PARAM_PACK(SPREAD, 1, 0), (uint32_t)&in, 0},
     ALONE},
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

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t told; /* all stories but the panics */
  uint32_t next; /* the next panic */
  uint32_t failures;
  uint32_t samples;
} progress __attribute__((section(".noinit")));
enum { STARTED = 0x53574545 };

static int is_long;

void begin_operation(const struct operation* operation, struct made_call* call) {
  if (operation->kind == NEEDS_CONNECTION || operation->kind == CLOSES) {
    call->arguments[0] = (uint32_t)psa_connect(BOUND_SID, 1);
  }
}

void end_operation(const struct operation* operation, const struct made_call* call, struct outcome* outcome) {
  if (operation->kind == NEEDS_CONNECTION) {
    psa_close((psa_handle_t)call->arguments[0]);
  } else if (operation->kind == CONNECTS) {
    psa_close((psa_handle_t)outcome->look.registers.r[0]);
    outcome->look.registers.r[0] = (int32_t)outcome->look.registers.r[0] > 0; /* ignore the generation of the handle */
  }
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
  const struct sweeping how = {is_long, 1, OPERATIONS * SWEEPS, ""};
  for (unsigned i = 0; i < OPERATIONS; i++) {
    struct outcome wanted;
    make_undisturbed_call(&operations[i], &wanted);
    progress.failures += sweep_over(&how, i * SWEEPS + 1, &operations[i], &wanted);
  }
  progress.samples = moments_tried;
}

int main(void) {
  char line[160];
  const uint32_t came = seen.came;

  ns_command_line(line, sizeof line);
  is_long = strstr(line, "long") != NULL;
  (void)tfm_ns_interface_init();
  find_moments();
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
