// SPDX-License-Identifier: Apache-2.0

/* IRQ: owns two timers. The interrupt of one is handled by a function, that of the other by its thread. */
#include "irq.h"

#include "psa/service.h"
#include "psa_manifest/irq.h"

struct cmsdk_timer {
  uint32_t control;
  uint32_t value;
  uint32_t reload;
  uint32_t interrupt;
};
#define FAST ((volatile struct cmsdk_timer*)0x50000000u)
#define SLOW ((volatile struct cmsdk_timer*)0x5002F000u)

static uint8_t bytes[LARGEST_WRITE] __attribute__((aligned(8)));
static volatile psa_flih_result_t fast_result;

static void start(volatile struct cmsdk_timer* timer, uint32_t ticks) {
  enum { RUN_AND_INTERRUPT = 0x9 };
  timer->value = ticks;
  timer->reload = ticks;
  timer->control = RUN_AND_INTERRUPT;
}

static void stop(volatile struct cmsdk_timer* timer) {
  timer->control = 0;
  timer->interrupt = 1;
}

/* The plugin notes when the thread gets here. */
void irq_resumed(void);
__attribute__((noinline)) void irq_resumed(void) { __asm volatile("@ resumed" ::: "memory"); }

psa_flih_result_t irq_fast_flih(void) {
  FAST->interrupt = 1;
  return fast_result;
}

static psa_status_t serve(const psa_msg_t* msg) {
  enum { SOON = 20000, TICK = 1 }; /* at 20 MHz and at 32 kHz: long enough to return, or to wait */
  switch (msg->type) {
    case IRQ_START:
      psa_irq_enable(IRQ_FAST_SIGNAL);
      psa_irq_enable(IRQ_SLOW_SIGNAL);
      fast_result = PSA_FLIH_NO_SIGNAL;
      start(FAST, SOON);
      return PSA_SUCCESS;
    case IRQ_FIRST:
      stop(FAST);
      fast_result = PSA_FLIH_SIGNAL;
      start(FAST, SOON);
      (void)psa_wait(IRQ_FAST_SIGNAL, PSA_BLOCK);
      irq_resumed();
      stop(FAST);
      psa_reset_signal(IRQ_FAST_SIGNAL);
      return PSA_SUCCESS;
    case IRQ_SECOND:
      start(SLOW, TICK);
      (void)psa_wait(IRQ_SLOW_SIGNAL, PSA_BLOCK);
      irq_resumed();
      stop(SLOW);
      psa_eoi(IRQ_SLOW_SIGNAL);
      return PSA_SUCCESS;
    case IRQ_WRITE: psa_write(msg->handle, 0, bytes, sizeof bytes); return PSA_SUCCESS;
    default: return PSA_SUCCESS;
  }
}

#if IRQ_MODEL_IPC
void irq_main(void) {
  psa_msg_t msg;

  for (;;) {
    (void)psa_wait(IRQ_SERVICE_SIGNAL, PSA_BLOCK);
    if (psa_get(IRQ_SERVICE_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, serve(&msg));
    }
  }
}
#else
psa_status_t irq_service_sfn(const psa_msg_t* msg) { return serve(msg); }
#endif
