/* Beside the gates: a branch from the non-secure world to every place in and around them that is none, and to what the
 * gates lead to, is a fault of the non-secure world; and so is each use of a secure register at its secure address.
 * After the stories, because each resets the system. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "areas.h"
#include "ns_platform.h"
#include "places.h"
#include "psa/client.h"
#include "stories.h"
#include "tfm_ns_interface.h"
#include "tfm_veneers.h"

SECURE(gates, "gates_start");
SECURE(gates_end, "gates_end");
SECURE(doors, "nsc_start");
SECURE(doors_end, "nsc_end");

enum { STARTED = 0x47415445 };

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t told; /* all stories */
  uint32_t next;
  struct tally tally;
  uint32_t faulted;
  uint32_t succeeded;
} progress __attribute__((section(".noinit")));

static bool is_door(uint32_t address) {
  const uint32_t known[] = {(uint32_t)tfm_psa_framework_version_veneer, (uint32_t)tfm_psa_version_veneer,
                            (uint32_t)tfm_psa_connect_veneer, (uint32_t)tfm_psa_call_veneer,
                            (uint32_t)tfm_psa_close_veneer};
  for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++) {
    if ((known[i] & ~1u) == address) {
      return true;
    }
  }
  return false;
}

/* Every halfword from the gates' first to the doors' last that is no door. */
static bool nth_target(uint32_t n, uint32_t* target) {
  for (uint32_t address = (uint32_t)gates; address < (uint32_t)gates_end || address < (uint32_t)doors_end;
       address += 2) {
    if (!is_door(address) && n-- == 0) {
      *target = address;
      return true;
    }
  }
  return false;
}

static const uint32_t registers[] = {CONTROLLER,     PROTECTION_OF_CODE, PROTECTION_OF_RAM,
                                     SYSTEM_CONTROL, SLOW_TIMER,         LOG_UART};
enum { REGISTERS = sizeof registers / sizeof registers[0] };

struct attempt {
  uint32_t address;
  bool jumps;
};

static bool nth_attempt(uint32_t n, struct attempt* attempt) {
  if (n < REGISTERS) {
    *attempt = (struct attempt){registers[n], false};
    return true;
  }
  attempt->jumps = true;
  return nth_target(n - REGISTERS, &attempt->address);
}

static void print(const char* verb, const struct attempt* attempt, const char* what) {
  char line[96];
  (void)snprintf(line, sizeof line, "%s %u %s 0x%08" PRIX32 "%s [VEN-4 ISO-3]\n", verb,
                 (unsigned)(story_count + progress.next), attempt->jumps ? "branches to" : "writes to",
                 attempt->address, what);
  ns_print(line);
}

/* Returns only if nothing stopped it. */
static void try_it(const struct attempt* attempt) {
  char line[96];
  (void)snprintf(line, sizeof line, "expect-panic the non-secure world FAULT ");
  ns_print(line);
  if (attempt->jumps) {
    (void)snprintf(line, sizeof line, "at=0x%08" PRIX32 " CFSR=0x00000000 SFSR=0x00000001\n", attempt->address);
    ns_print(line);
    ((void (*)(void))(attempt->address | 1u))();
  } else {
    ns_print("CFSR=0x00000000 SFSR=0x00000008\n");
    *(volatile uint32_t*)attempt->address = 0xFFFFFFFF;
  }
}

static void judge_reset(void) {
  struct attempt attempt;
  if (progress.next == 0 || !nth_attempt(progress.next - 1, &attempt)) {
    return;
  }
  if (all_is_well()) {
    progress.faulted++;
    print("ok", &attempt, "");
  } else {
    progress.tally.failures++;
    print("FAILED", &attempt, ", and the services are not as before");
  }
}

int main(void) {
  char line[128];
  struct attempt attempt;

  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED};
    tell_stories(stories_of_gates, story_count, &progress.tally);
    progress.told = 1;
  } else if (progress.told == 0) {
    ns_print("FAILED a story ended with a reset\n");
    progress.tally.failures++;
    progress.told = 1;
  }
  judge_reset();
  while (are_all_wanted() && nth_attempt(progress.next, &attempt)) {
    progress.next++;
    progress.tally.cases++;
    try_it(&attempt);
    progress.succeeded++;
    progress.tally.failures++;
    print("FAILED", &attempt, ", and nothing stopped it");
  }
  if (are_all_wanted()) {
    (void)snprintf(line, sizeof line, "TALLY %u attempts: %u faulted, %u succeeded\n", (unsigned)progress.next,
                   (unsigned)progress.faulted, (unsigned)progress.succeeded);
    ns_print(line);
  }
  (void)snprintf(line, sizeof line, "END gates %u cases %u failed\n", (unsigned)progress.tally.cases,
                 (unsigned)progress.tally.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.tally.failures == 0 ? 0 : 1);
}
