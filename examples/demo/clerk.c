// SPDX-License-Identifier: Apache-2.0

/* CLERK: an IPC-model partition that works for another one. The vault rings its doorbell; the clerk fetches the
 * numbers, has STATISTICS compute, and delivers the result. Only the vault's client waits meanwhile. */
#include "psa_manifest/clerk.h"
#include "demo_services.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

static uint32_t appraisals;

static void appraise(void) {
  int32_t numbers[VAULT_CAPACITY];
  struct summary summary;
  psa_outvec fetched = {numbers, sizeof numbers};

  if (psa_call(VAULT_WORK_HANDLE, VAULT_WORK_FETCH, NULL, 0, &fetched, 1) != PSA_SUCCESS) {
    return;
  }
  const psa_invec in = {numbers, fetched.len};
  psa_outvec out = {&summary, sizeof summary};
  if (psa_call(STATISTICS_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) != PSA_SUCCESS) {
    return;
  }
  const psa_invec delivery = {&summary, sizeof summary};
  if (psa_call(VAULT_WORK_HANDLE, VAULT_WORK_DELIVER, &delivery, 1, NULL, 0) == PSA_SUCCESS) {
    appraisals++;
  }
}

static void serve(void) {
  psa_msg_t msg;

  if (psa_get(CLERK_SIGNAL, &msg) != PSA_SUCCESS) {
    return;
  }
  if (msg.out_size[0] < sizeof appraisals) {
    psa_reply(msg.handle, PSA_ERROR_BUFFER_TOO_SMALL);
    return;
  }
  psa_write(msg.handle, 0, &appraisals, sizeof appraisals);
  psa_reply(msg.handle, PSA_SUCCESS);
}

void clerk_main(void) {
  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if ((signals & PSA_DOORBELL) != 0) {
      psa_clear();
      appraise();
    }
    if ((signals & CLERK_SIGNAL) != 0) {
      serve();
    }
  }
}
