// SPDX-License-Identifier: Apache-2.0

/* WITNESS: answers each message with the client ID that came with it. */
#include "psa_manifest/witness.h"
#include "psa/service.h"

static void tell(const psa_msg_t* msg) { psa_write(msg->handle, 0, &msg->client_id, sizeof msg->client_id); }

psa_status_t witness_sfn(const psa_msg_t* msg) {
  tell(msg);
  return PSA_SUCCESS;
}

psa_status_t witness_session_sfn(const psa_msg_t* msg) {
  if (msg->type >= PSA_IPC_CALL) {
    tell(msg);
  }
  return PSA_SUCCESS;
}
