// SPDX-License-Identifier: Apache-2.0

/* CLOCK: stands at 100 once its init function has run. */
#include "psa_manifest/clock.h"
#include "psa/service.h"

static psa_status_t ticks;

psa_status_t clock_init(void) {
  ticks += 100;
  return PSA_SUCCESS;
}

psa_status_t clock_service_sfn(const psa_msg_t* msg) { return ticks + msg->type; }
