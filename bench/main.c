/* Measures calls in executed instructions: TIMER1 counts at the system clock, and with QEMU's -icount shift=10 an
 * instruction takes 1024 ns, which are 20.48 ticks.
 *
 * Prints a line `figure NAME VALUE` for each path and shape, or only for those whose name contains the run's argument.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "psa_manifest/sid.h"
#include "shapes.h"

#define TIMER1_CONTROL (*(volatile uint32_t*)0x40001000)
#define TIMER1_VALUE (*(volatile uint32_t*)0x40001004)
#define TIMER1_RELOAD (*(volatile uint32_t*)0x40001008)

enum { CALLS = 1000 };

struct station {
  const char* name;
  int32_t plain_handle;
  uint32_t session_sid;
};

static const struct station psa_a = {"psa", PSA_A_PLAIN_HANDLE, PSA_A_SESSION_SID};
static const struct station app_a = {"app", APP_A_PLAIN_HANDLE, APP_A_SESSION_SID};
static const struct station psa_b = {"psa", PSA_B_PLAIN_HANDLE, PSA_B_SESSION_SID};
static const struct station app_b = {"app", APP_B_PLAIN_HANDLE, APP_B_SESSION_SID};
static char wanted[64];
static const char* const shape_names[] = {"empty", "none", "io64", "session"};

/* Instructions since `start`, a value of the down counter. */
static uint32_t instructions_since(uint32_t start) {
  return (uint32_t)(((uint64_t)(start - TIMER1_VALUE) * 100 + 1024) / 2048);
}

static uint32_t cost_here(const struct run* run) {
  const uint32_t start = TIMER1_VALUE;
  run_shape(run);
  return instructions_since(start);
}

static uint32_t cost_there(const struct station* client, const struct run* run) {
  const psa_invec in = {run, sizeof *run};
  const uint32_t start = TIMER1_VALUE;
  (void)psa_call(client->plain_handle, REQUEST_RUN, &in, 1, NULL, 0);
  return instructions_since(start);
}

static void measure(const struct station* client, const struct station* server) {
  char line[96];
  struct run run = {SHAPE_EMPTY, CALLS, server->plain_handle, server->session_sid};
  const uint32_t empty = client != NULL ? cost_there(client, &run) : cost_here(&run);

  for (run.shape = SHAPE_NONE; run.shape <= SHAPE_SESSION; run.shape++) {
    (void)snprintf(line, sizeof line, "cost.%s-%s.%s", client != NULL ? client->name : "ns", server->name,
                   shape_names[run.shape]);
    if (strstr(line, wanted) == NULL) {
      continue;
    }
    const uint32_t all = client != NULL ? cost_there(client, &run) : cost_here(&run);
    (void)snprintf(line + strlen(line), sizeof line - strlen(line), " %" PRIu32 "\n",
                   (all - empty + CALLS / 2) / CALLS);
    ns_print("figure ");
    ns_print(line);
  }
}

int main(void) {
  ns_command_line(wanted, sizeof wanted);
  const char* const argument = strchr(wanted, ' ');
  memmove(wanted, argument != NULL ? argument + 1 : "", argument != NULL ? strlen(argument) : 1);
  TIMER1_RELOAD = 0xFFFFFFFF;
  TIMER1_VALUE = 0xFFFFFFFF;
  TIMER1_CONTROL = 1;
  measure(NULL, &psa_b);
  measure(NULL, &app_b);
  measure(&psa_a, &psa_b);
  measure(&app_a, &app_b);
  measure(&psa_a, &app_b);
  measure(&app_a, &psa_b);
  ns_print("END bench 18 cases 0 failed\n");
  ns_exit(0);
}
