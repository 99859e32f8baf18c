// SPDX-License-Identifier: Apache-2.0

/* KEEPER: a secure client that keeps a connection, and tells its handle to any client. */
#include "psa_manifest/keeper.h"
#include "corners.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

static psa_handle_t kept;

psa_status_t keeper_sfn(const psa_msg_t* msg) {
  switch (msg->type) {
    case KEEPER_OPEN: kept = psa_connect(FIVE_D_SID, 1); return kept;
    case KEEPER_USE: return psa_call(kept, PSA_IPC_CALL, NULL, 0, NULL, 0);
    case KEEPER_SHUT: psa_close(kept); return PSA_SUCCESS;
    case KEEPER_ASK_NESTED: return psa_call(FIVE_A_HANDLE, PSA_IPC_CALL, NULL, 0, NULL, 0) + 1;
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
