// SPDX-License-Identifier: Apache-2.0

/* Lets interrupts come while non-secure code runs or waits for a service, and makes two calls of which one direction is
 * as long as it can be. ../main.c describes the windows. */
#include "irq.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

enum { VECTORS = 4, VECTOR_BYTES = 16, LONGER_THAN_THE_TIMER = 2000000 };

static uint8_t bytes[LARGEST_WRITE] __attribute__((aligned(8)));

void bench_begin(void);
void bench_end(void);

__attribute__((noinline)) void bench_begin(void) { __asm volatile("@ begin" ::: "memory"); }
__attribute__((noinline)) void bench_end(void) { __asm volatile("@ end" ::: "memory"); }

static psa_status_t ask(int32_t request) { return psa_call(IRQ_SERVICE_HANDLE, request, NULL, 0, NULL, 0); }

static void measure_interrupts(void) {
  (void)ask(IRQ_START);
  ns_print("window ns-irq.flih 1\n");
  bench_begin();
  for (volatile uint32_t i = 0; i < LONGER_THAN_THE_TIMER / 8; i++) {
  }
  bench_end();
  ns_print("window ns-irq.signal 1\n");
  bench_begin();
  (void)ask(IRQ_FIRST);
  bench_end();
  ns_print("window ns-irq.slih 1\n");
  bench_begin();
  (void)ask(IRQ_SECOND);
  bench_end();
}

int main(void) {
  psa_invec ins[VECTORS];
  psa_outvec out = {bytes, sizeof bytes};

  measure_interrupts();
  for (unsigned i = 0; i < VECTORS; i++) {
    ins[i] = (psa_invec){bytes + i * VECTOR_BYTES, VECTOR_BYTES};
  }
  ns_print("window ns-irq.vectors4 1\n");
  bench_begin();
  const psa_status_t status = psa_call(IRQ_SERVICE_HANDLE, IRQ_NOTHING, ins, VECTORS, NULL, 0);
  bench_end();
  ns_print("window ns-irq.write 1\n");
  bench_begin();
  (void)psa_call(IRQ_SERVICE_HANDLE, IRQ_WRITE, NULL, 0, &out, 1);
  bench_end();
  const int is_good = status == PSA_SUCCESS && out.len == LARGEST_WRITE;
  ns_print(is_good ? "END irq 5 cases 0 failed\n" : "END irq 5 cases 1 failed\n");
  ns_exit(is_good ? 0 : 1);
}
