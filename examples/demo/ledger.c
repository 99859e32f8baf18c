// SPDX-License-Identifier: Apache-2.0

/* LEDGER: an SFN-model partition that is itself a client. It has STATISTICS add up what was posted. */
#include "psa_manifest/ledger.h"
#include "demo_services.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

enum { MOST_AMOUNTS = 16 };

static int32_t balance;

psa_status_t ledger_init(void) {
  balance = 0;
  return PSA_SUCCESS;
}

psa_status_t ledger_sfn(const psa_msg_t* msg) {
  int32_t amounts[MOST_AMOUNTS];
  struct summary summary;

  if (msg->in_size[0] > sizeof amounts || msg->out_size[0] < sizeof balance) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_invec in = {amounts, psa_read(msg->handle, 0, amounts, sizeof amounts)};
  psa_outvec out = {&summary, sizeof summary};
  const psa_status_t status = psa_call(STATISTICS_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1);
  if (status != PSA_SUCCESS) {
    return status;
  }
  balance = (int32_t)((uint32_t)balance + (uint32_t)summary.sum);
  psa_write(msg->handle, 0, &balance, sizeof balance);
  return PSA_SUCCESS;
}
