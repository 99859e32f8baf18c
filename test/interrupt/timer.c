// SPDX-License-Identifier: Apache-2.0

/* TIMER: the owner of a device of the board, by its name. Its FLIH function raises the line that a request named. */
#include "timer.h"

#include "alarm.h"
#include "line.h"
#include "psa_manifest/timer.h"

static volatile uint32_t source;
static volatile uint32_t times_left;
static volatile uint32_t expirations;

psa_flih_result_t timer_expired_flih(void) {
  expirations++;
  if (--times_left == 0) {
    alarm_stop();
  } else {
    alarm_again();
  }
  if (source == 0) {
    return PSA_FLIH_SIGNAL;
  }
  raise_source(source);
  return PSA_FLIH_NO_SIGNAL;
}

psa_status_t timer_init(void) {
  psa_irq_enable(TIMER_EXPIRED_SIGNAL);
  return PSA_SUCCESS;
}

psa_status_t timer_sfn(const psa_msg_t* message) {
  const uint32_t before = expirations;
  struct delay delay;

  MUST(psa_read(message->handle, 0, &delay, sizeof delay) == sizeof delay);
  source = message->type == TIMER_SLEEP ? 0 : delay.source;
  times_left = delay.times;
  alarm_start(delay.ticks);
  if (message->type == TIMER_SLEEP) {
    MUST(psa_wait(TIMER_EXPIRED_SIGNAL, PSA_POLL) == 0);
    MUST(psa_wait(TIMER_EXPIRED_SIGNAL, PSA_BLOCK) == TIMER_EXPIRED_SIGNAL);
    MUST(expirations == before + 1);
    psa_reset_signal(TIMER_EXPIRED_SIGNAL);
    MUST(psa_wait(TIMER_EXPIRED_SIGNAL, PSA_POLL) == 0);
  }
  return 0;
}
