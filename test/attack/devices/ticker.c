// SPDX-License-Identifier: Apache-2.0

/* TICKER: its FLIH function uses more regions than the MPU has slots for devices. */
#include "psa_manifest/ticker.h"
#include "psa/service.h"
#include "regions.h"
#include "slow_timer.h"

static const uint32_t words[TICKERS] = TICKERS_WORDS;

psa_flih_result_t tick_flih(void) {
  for (unsigned i = 0; i < TICKERS; i++) {
    (*(volatile uint32_t*)words[i])++;
  }
  SLOW_TIMER->interrupt = 1;
  return PSA_FLIH_NO_SIGNAL;
}

static psa_status_t start(void) {
  for (unsigned i = 0; i < TICKERS; i++) {
    *(volatile uint32_t*)words[i] = 0;
  }
  psa_irq_enable(TICK_SIGNAL);
  SLOW_TIMER->value = 1;
  SLOW_TIMER->reload = 1;
  SLOW_TIMER->control = RUN_AND_INTERRUPT;
  return PSA_SUCCESS;
}

psa_status_t ticker_sfn(const psa_msg_t* message) {
  if (message->type == START) {
    return start();
  }
  SLOW_TIMER->control = 0;
  const uint32_t count = *(volatile uint32_t*)words[0];
  for (unsigned i = 1; i < TICKERS; i++) {
    if (*(volatile uint32_t*)words[i] != count) {
      return PSA_ERROR_GENERIC_ERROR;
    }
  }
  return (psa_status_t)count;
}
