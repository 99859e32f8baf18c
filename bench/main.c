// SPDX-License-Identifier: Apache-2.0

/* Makes the calls whose instructions are counted. A window is what runs between bench_begin() and bench_end(); the line
 * `window NAME CALLS`, printed before it, names the window. A plugin of QEMU counts (bench/host/plugin.cpp). */
#include <inttypes.h>
#include <stdio.h>

#include "ns_platform.h"
#include "psa_manifest/sid.h"
#define CLIENT_BYTES LARGEST_COPY
#include "shapes.h"

enum { CALLS = 200 };

struct station {
  const char* name;
  int32_t plain_handle;
  uint32_t session_sid;
};

static const char* const shape_names[] = {"empty", "none", "io64", "session", "copy", "worst"};
static unsigned windows;

void bench_begin(void);
void bench_end(void);

__attribute__((noinline)) void bench_begin(void) { __asm volatile("@ begin" ::: "memory"); }
__attribute__((noinline)) void bench_end(void) { __asm volatile("@ end" ::: "memory"); }

static void measure(const struct station* client, const struct station* server, const struct run* run) {
  char line[96];
  char bytes[16] = "";
  if (run->bytes != 0) {
    (void)snprintf(bytes, sizeof bytes, "%" PRIu32, run->bytes);
  }
  (void)snprintf(line, sizeof line, "window %s-%s.%s%s %" PRIu32 "\n", client != NULL ? client->name : "ns",
                 server->name, shape_names[run->shape], bytes, run->count);
  ns_print(line);
  windows++;
  if (client == NULL) {
    bench_begin();
    run_shape(run);
    bench_end();
  } else {
    const psa_invec in = {run, sizeof *run};
    bench_begin();
    (void)psa_call(client->plain_handle, REQUEST_RUN, &in, 1, NULL, 0);
    bench_end();
  }
}

static void measure_path(const struct station* client, const struct station* server) {
  struct run run = {SHAPE_EMPTY, CALLS, server->plain_handle, server->session_sid, 0};
  for (run.shape = SHAPE_EMPTY; run.shape <= SHAPE_SESSION; run.shape++) {
    measure(client, server, &run);
  }
  run.shape = SHAPE_WORST;
  run.count = 1;
  measure(client, server, &run);
}

static void measure_copies(const struct station* server) {
  struct run run = {SHAPE_COPY, CALLS, server->plain_handle, server->session_sid, 16};
  for (; run.bytes <= LARGEST_COPY; run.bytes *= 2) {
    measure(NULL, server, &run);
  }
}

int main(void) {
  static const struct station app_b = {"app", APP_B_PLAIN_HANDLE, APP_B_SESSION_SID};
  char end[48];

  if (BENCH_LIVE_FPU) {
    *(volatile uint32_t*)0xE000ED88u |= 0xFu << 20; /* CPACR: this program may use it */
    __asm volatile("dsb\n\tisb" ::: "memory");
  }
  use_fpu();
  measure_path(NULL, &app_b);
#ifdef PSA_A_PLAIN_SID
  static const struct station psa_a = {"psa", PSA_A_PLAIN_HANDLE, PSA_A_SESSION_SID};
  static const struct station app_a = {"app", APP_A_PLAIN_HANDLE, APP_A_SESSION_SID};
  static const struct station psa_b = {"psa", PSA_B_PLAIN_HANDLE, PSA_B_SESSION_SID};
  measure_path(NULL, &psa_b);
  measure_path(&psa_a, &psa_b);
  measure_path(&app_a, &app_b);
  measure_path(&psa_a, &app_b);
  measure_path(&app_a, &psa_b);
  measure_copies(&app_b);
#else
  (void)measure_copies;
#endif
  (void)snprintf(end, sizeof end, "END bench %u cases 0 failed\n", windows);
  ns_print(end);
  ns_exit(0);
}
