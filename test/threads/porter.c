// SPDX-License-Identifier: Apache-2.0

/* Connections, of which it tells how many have been closed. */
#include "psa_manifest/porter.h"
#include "psa/service.h"

static int32_t closed;

psa_status_t porter_door_sfn(const psa_msg_t* msg) {
  if (msg->type == PSA_IPC_DISCONNECT) {
    closed++;
  }
  return msg->type >= PSA_IPC_CALL ? closed : PSA_SUCCESS;
}
