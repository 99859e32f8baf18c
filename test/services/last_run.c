// SPDX-License-Identifier: Apache-2.0

/* tfm_platform_last_run() after each way in which a run can end. This program begins again after each of them, and
 * finds in no-init memory which one that was. */
#include <stdio.h>
#include <string.h>

#include "ends.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"
#include "tfm_platform_api.h"
#include "tfm_platform_defs.h"

#define OF_THE_SECURE_SIDE (*(volatile uint32_t*)0x10000000)

/* How a run ends, and what the next one must be told. */
struct ending {
  const char* name;
  const char* panic; /* for the runner, which looks for it in the secure log */
  void (*end)(void);
  struct tfm_platform_last_run_t told;
};

static void ask(int32_t request) { (void)psa_call(FALLIBLE_HANDLE, request, NULL, 0, NULL, 0); }
static void end_by_request(void) { (void)tfm_platform_system_reset(); }
static void end_by_panic(void) { ask(END_BY_PANIC); }
static void end_by_rule(void) { ask(END_BY_RULE); }
static void end_by_fault(void) { ask(END_BY_FAULT); }
static void end_by_own_fault(void) { (void)OF_THE_SECURE_SIDE; }

/* A call that is answered makes a run healthy: then a panic is the first in a row. Before the second of two there is
 * none. */
static const struct ending endings[] = {
    {"a_reset_that_was_asked_for",
     "TFM_SP_PLATFORM PANIC-1",
     end_by_request,
     {TFM_PLATFORM_END_REQUEST, TFM_SP_PLATFORM, 1}},
    {"a_panic_of_a_partition", "FALLIBLE PANIC-1", end_by_panic, {TFM_PLATFORM_END_ERROR, FALLIBLE, 1}},
    {"a_broken_rule", "FALLIBLE CALL-2", end_by_rule, {TFM_PLATFORM_END_ERROR, FALLIBLE, 1}},
    {"a_fault_of_a_partition", "FALLIBLE FAULT", end_by_fault, {TFM_PLATFORM_END_FAULT, FALLIBLE, 1}},
    {"a_fault_of_the_non_secure_world",
     "the non-secure world FAULT",
     end_by_own_fault,
     {TFM_PLATFORM_END_FAULT, -1, 1}},
    {"the_first_of_two_in_a_row", "FALLIBLE FAULT", end_by_fault, {TFM_PLATFORM_END_FAULT, FALLIBLE, 1}},
    {"the_second_of_two_in_a_row", "FALLIBLE PANIC-1", end_by_panic, {TFM_PLATFORM_END_ERROR, FALLIBLE, 2}},
};
enum { ENDINGS = sizeof endings / sizeof endings[0], SECOND_IN_A_ROW = ENDINGS - 1, STARTED = 0x4C415354 };

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t next;
  uint32_t failures;
  uint32_t number;
} progress __attribute__((section(".noinit")));

static void tell(const char* name, int is_right) {
  char line[160];
  (void)snprintf(line, sizeof line, "%s %u %s [PE-4]\n", is_right ? "ok" : "FAILED", (unsigned)++progress.number, name);
  ns_print(line);
  progress.failures += !is_right;
}

static int is_told(const struct tfm_platform_last_run_t* expected) {
  for (int i = 0; i < 2; i++) { /* the answer stays */
    struct tfm_platform_last_run_t run = {99, 99, 99};
    if (tfm_platform_last_run(&run) != TFM_PLATFORM_ERR_SUCCESS || memcmp(&run, expected, sizeof run) != 0) {
      char line[160];
      (void)snprintf(line, sizeof line, "  told %u, partition %d, %u in a row\n", (unsigned)run.end, (int)run.partition,
                     (unsigned)run.panics_in_a_row);
      ns_print(line);
      return 0;
    }
  }
  return 1;
}

static int is_measured(void) {
  uint32_t words[4];
  psa_outvec out = {words, sizeof words};
  return psa_call(TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_LAST_RUN, NULL, 0, &out, 1) ==
             TFM_PLATFORM_ERR_INVALID_PARAM &&
         psa_call(TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_LAST_RUN, NULL, 0, NULL, 0) ==
             TFM_PLATFORM_ERR_INVALID_PARAM;
}

static void end_next(void) {
  char line[160];
  (void)snprintf(line, sizeof line, "expect-panic %s\n", endings[progress.next].panic);
  ns_print(line);
  progress.next++;
  endings[progress.next - 1].end();
  ns_print("FAILED: the run goes on\n");
  ns_exit(1);
}

int main(void) {
  static const struct tfm_platform_last_run_t none = {TFM_PLATFORM_END_UNKNOWN, 0, 0};
  char line[80];
  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    memset(&progress, 0, sizeof progress);
    progress.started = STARTED;
    tell("a_run_that_no_panic_ended", is_told(&none));
    tell("a_request_for_the_last_run_is_measured", is_measured());
  } else if (progress.next != SECOND_IN_A_ROW) {
    tell(endings[progress.next - 1].name, is_told(&endings[progress.next - 1].told));
  }
  if (progress.next < ENDINGS) {
    end_next();
  }
  (void)snprintf(line, sizeof line, "END last_run %u cases %u failed\n", (unsigned)progress.number,
                 (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
