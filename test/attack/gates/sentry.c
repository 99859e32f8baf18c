/* SENTRY: the interrupt of its timer comes when it has started the timer, and at no other time. */
#include "psa_manifest/sentry.h"
#include "places.h"
#include "psa/service.h"
#include "sentry.h"

struct timer {
  uint32_t control;
  uint32_t value;
  uint32_t reload;
  uint32_t clear;
};
#define TIMER ((volatile struct timer*)SLOW_TIMER)
enum { RUN_AND_INTERRUPT = 9, TICKS = 1 }; /* of 32 kHz */

psa_status_t sentry_init(void) {
  psa_irq_enable(SENTRY_TIMER_SIGNAL);
  return PSA_SUCCESS;
}

psa_status_t sentry_sfn(const psa_msg_t* msg) {
  (void)msg;
  if (psa_wait(SENTRY_TIMER_SIGNAL, PSA_POLL) != 0) {
    return SENTRY_RAISED;
  }
  TIMER->reload = TICKS;
  TIMER->value = TICKS;
  TIMER->control = RUN_AND_INTERRUPT;
  (void)psa_wait(SENTRY_TIMER_SIGNAL, PSA_BLOCK);
  TIMER->control = 0;
  TIMER->clear = 1;
  psa_eoi(SENTRY_TIMER_SIGNAL);
  return psa_wait(SENTRY_TIMER_SIGNAL, PSA_POLL) == 0 ? SENTRY_CALM : SENTRY_RAISED;
}
