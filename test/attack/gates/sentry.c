// SPDX-License-Identifier: Apache-2.0

/* SENTRY: its timer's interrupt comes after it has started the timer, and at no other time. */
#include "psa_manifest/sentry.h"
#include "psa/service.h"
#include "sentry.h"
#include "slow_timer.h"

enum { TICKS = 1 }; /* of 32 kHz */

psa_status_t sentry_init(void) {
  psa_irq_enable(SENTRY_TIMER_SIGNAL);
  return PSA_SUCCESS;
}

psa_status_t sentry_sfn(const psa_msg_t* msg) {
  (void)msg;
  if (psa_wait(SENTRY_TIMER_SIGNAL, PSA_POLL) != 0) {
    return SENTRY_RAISED;
  }
  SLOW_TIMER->reload = TICKS;
  SLOW_TIMER->value = TICKS;
  SLOW_TIMER->control = RUN_AND_INTERRUPT;
  (void)psa_wait(SENTRY_TIMER_SIGNAL, PSA_BLOCK);
  SLOW_TIMER->control = 0;
  SLOW_TIMER->interrupt = 1;
  psa_eoi(SENTRY_TIMER_SIGNAL);
  return psa_wait(SENTRY_TIMER_SIGNAL, PSA_POLL) == 0 ? SENTRY_CALM : SENTRY_RAISED;
}
