// SPDX-License-Identifier: Apache-2.0

/* Attacks beside the gates. A branch from the non-secure world to any address in or around the gates that is no gate,
 * or to the code behind a gate, is a fault of the non-secure world; so is each access to a secure register at its
 * secure address. These attempts follow the stories, because each resets the system. */
#include <inttypes.h>
#include <stdio.h>

#include "areas.h"
#include "attempts.h"
#include "ns_board.h"
#include "psa/client.h"
#include "stories.h"
#include "tfm_veneers.h"

SECURE(gates, "gates_start");
SECURE(gates_end, "gates_end");
SECURE(veneers, "nsc_start");
SECURE(veneers_end, "nsc_end");

static bool is_veneer(uint32_t address) {
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

/* Finds every halfword from the first gate to the last veneer that is no veneer. */
static bool nth_target(uint32_t n, uint32_t* target) {
  for (uint32_t address = (uint32_t)gates; address < (uint32_t)gates_end || address < (uint32_t)veneers_end;
       address += 2) {
    if (!is_veneer(address) && n-- == 0) {
      *target = address;
      return true;
    }
  }
  return false;
}

static const uint32_t registers[] = {BOARD_SECURITY_CONTROL + 0x14, /* NSCCFG */
                                     BOARD_CONTROLLER_OF_NON_SECURE_CODE,
                                     BOARD_CONTROLLER_OF_NON_SECURE_RAM,
                                     BOARD_SYSTEM_CONTROL,
                                     BOARD_S32K_TIMER,
                                     BOARD_UART1};
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

/* Returns only if nothing stops the attempt. */
static void try_it(const struct attempt* attempt) {
  if (attempt->jumps) {
    expect_panic("the non-secure world FAULT at=0x%08" PRIX32 " CFSR=0x00000000 SFSR=0x00000001", attempt->address);
    ((void (*)(void))(attempt->address | 1u))();
  } else {
    expect_panic("the non-secure world FAULT CFSR=0x00000000 SFSR=0x00000008");
    *(volatile uint32_t*)attempt->address = 0xFFFFFFFF;
  }
}

static bool name(uint32_t number, char* text, const char** rules) {
  struct attempt attempt;
  if (!nth_attempt(number, &attempt)) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s 0x%08" PRIX32, attempt.jumps ? "branches to" : "writes to", attempt.address);
  *rules = " [VEN-4 ISO-3]";
  return true;
}

static void make(uint32_t number) {
  struct attempt attempt;
  (void)nth_attempt(number, &attempt);
  try_it(&attempt);
  judged(false, RESET, ", and nothing stopped it");
}

int main(void) {
  static const struct attempts lists[] = {{name, make, all_is_well, true}};
  const struct attempt_suite suite = {
      .name = "gates", .stories = stories_of_gates, .story_count = story_count, .lists = lists, .list_count = 1};
  run_attempts(&suite);
}
