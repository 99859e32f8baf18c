// SPDX-License-Identifier: Apache-2.0

/* WORKER: a second client with a thread of its own, more urgent than the server. */
#include "psa_manifest/worker.h"
#include "must.h"
#include "psa/client.h"
#include "psa/lifecycle.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "services.h"

static psa_status_t last_status;
static int32_t next_rung;

static psa_signal_t poll(void) { return psa_wait(PSA_WAIT_ANY, PSA_POLL); }

static psa_status_t ring_self(void) {
  MUST(poll() == 0);
  psa_notify(WORKER);
  psa_notify(WORKER);
  MUST(poll() == PSA_DOORBELL);
  MUST(psa_wait(PSA_DOORBELL, PSA_BLOCK) == PSA_DOORBELL);
  psa_clear();
  MUST(poll() == 0);
  return PSA_SUCCESS;
}

static psa_status_t count(void) {
  struct counts counts = {0};
  psa_outvec out = {&counts, sizeof counts};
  MUST(psa_call(ECHO_HANDLE, ECHO_COUNT, NULL, 0, &out, 1) == PSA_SUCCESS);
  MUST(counts.nested == 0);
  return PSA_SUCCESS;
}

static psa_status_t rung_while_calling(void) {
  MUST(count() == PSA_SUCCESS);
  MUST(poll() == 0); /* the answer itself asserts no signal */
  MUST(psa_call(SERVER_HANDLE, SERVER_RING, NULL, 0, NULL, 0) == SERVER_RING);
  MUST(poll() == PSA_DOORBELL);
  psa_clear();
  MUST(poll() == 0);
  return PSA_SUCCESS;
}

static psa_status_t lifecycle(void) {
  MUST((psa_rot_lifecycle_state() & ~(uint32_t)0xF0FF) == 0);
  return PSA_SUCCESS;
}

static psa_status_t answer(int32_t request) {
  switch (request) {
    case WORKER_STATUS: return last_status;
    case WORKER_RING_SELF: return ring_self();
    case WORKER_RUNG_CALLING: return rung_while_calling();
    case WORKER_COUNT_NEXT:
      next_rung = WORKER_COUNT_NEXT;
      last_status = PSA_ERROR_GENERIC_ERROR;
      return PSA_SUCCESS;
    case WORKER_LIFECYCLE: return lifecycle();
    case WORKER_RING_SERVER: psa_notify(SERVER); return PSA_SUCCESS;
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}

static void answer_doorbell(void) {
  psa_clear();
  if (next_rung == WORKER_COUNT_NEXT) {
    last_status = count();
  } else {
    last_status = psa_call(SERVER_HANDLE, SERVER_ORDER, NULL, 0, NULL, 0);
  }
  next_rung = 0;
}

void worker_main(void) {
  psa_msg_t msg;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if ((signals & PSA_DOORBELL) != 0) {
      answer_doorbell();
    } else if (psa_get(WORKER_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, answer(msg.type));
    }
  }
}
