// SPDX-License-Identifier: Apache-2.0

/* THREAD: a partition of the IPC model. Between requests it waits for any signal, and counts how often interrupts wake
 * it. */
#include "psa_manifest/thread.h"

#include "line.h"
#include "psa_manifest/pid.h"
#include "registers.h"

static const struct lines lines = {THREAD_SLOW_SIGNAL, THREAD_FAST_SIGNAL, THREAD_SLOW_SOURCE, THREAD_FAST_SOURCE};

static unsigned times_woken;
static int passes_on;

psa_flih_result_t thread_fast_flih(void) { return run_fast_function(); }

static psa_status_t look_around(void) {
  raise_source(THREAD_SLOW_SOURCE);
  MUST(psa_wait(PSA_WAIT_ANY, PSA_POLL) == 0);
  MUST(psa_irq_disable(THREAD_SLOW_SIGNAL) == 0);
  MUST(psa_irq_disable(THREAD_FAST_SIGNAL) == 0);
  psa_irq_enable(THREAD_FAST_SIGNAL);
  psa_irq_enable(THREAD_SLOW_SIGNAL);
  MUST(psa_wait(THREAD_SLOW_SIGNAL, PSA_POLL) == THREAD_SLOW_SIGNAL);
  psa_eoi(THREAD_SLOW_SIGNAL);
  return 0;
}

/* Since the last such request. */
static psa_status_t tell_how_often(unsigned expected) {
  const unsigned times = times_woken;
  times_woken = 0;
  MUST(times == expected);
  return 0;
}

/* OLD, notified here, sends a message while THREAD waits for the interrupt alone. */
static psa_status_t together(void) {
  psa_notify(OLD);
  MUST(psa_wait(THREAD_SLOW_SIGNAL, PSA_BLOCK) == THREAD_SLOW_SIGNAL);
  MUST(psa_wait(PSA_WAIT_ANY, PSA_POLL) == (THREAD_SLOW_SIGNAL | THREAD_SIGNAL));
  MUST(psa_wait(PSA_WAIT_ANY, PSA_BLOCK) == (THREAD_SLOW_SIGNAL | THREAD_SIGNAL));
  MUST(psa_wait(THREAD_SIGNAL, PSA_BLOCK) == THREAD_SIGNAL);
  psa_eoi(THREAD_SLOW_SIGNAL);
  MUST(psa_wait(PSA_WAIT_ANY, PSA_BLOCK) == THREAD_SIGNAL);
  return 0;
}

static psa_status_t answer(int32_t request, psa_status_t at_boot) {
  switch (request) {
    case LINE_BOOT: return at_boot;
    case LINE_CAME_ONCE: return tell_how_often(1);
    case LINE_CAME_THREE_TIMES: return tell_how_often(3);
    case LINE_HOW_OFTEN: {
      const unsigned times = times_woken;
      times_woken = 0;
      return (psa_status_t)times;
    }
    case LINE_PASS_ON: passes_on = 1; return 0;
    case LINE_TOGETHER: return together();
    default: return tell_of_lines(&lines, request);
  }
}

void thread_main(void) {
  const psa_status_t at_boot = look_around();
  psa_msg_t message;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    const psa_signal_t interrupts = signals & (THREAD_SLOW_SIGNAL | THREAD_FAST_SIGNAL);
    if (interrupts != 0) {
      times_woken++;
      if ((interrupts & THREAD_SLOW_SIGNAL) != 0) {
        psa_eoi(THREAD_SLOW_SIGNAL);
        if (passes_on) {
          passes_on = 0;
          spoil_registers();
          raise_source(FUNCTION_SLOW_SOURCE);
        }
      }
      if ((interrupts & THREAD_FAST_SIGNAL) != 0) {
        psa_reset_signal(THREAD_FAST_SIGNAL);
      }
    }
    if ((signals & THREAD_SIGNAL) != 0 && psa_get(THREAD_SIGNAL, &message) == PSA_SUCCESS) {
      psa_reply(message.handle, answer(message.type, at_boot));
    }
  }
}
