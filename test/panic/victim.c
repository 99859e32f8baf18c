// SPDX-License-Identifier: Apache-2.0

/* VICTIM: answers its clients; a request of type 1 accuses the client. */
#include "psa_manifest/victim.h"
#include "psa/service.h"

psa_status_t victim_strict_sfn(const psa_msg_t* msg) { return msg->type > 0 ? msg->type : PSA_SUCCESS; }
psa_status_t victim_relaxed_sfn(const psa_msg_t* msg) { return victim_strict_sfn(msg); }
psa_status_t victim_aloof_sfn(const psa_msg_t* msg) { return victim_strict_sfn(msg); }
psa_status_t victim_plain_sfn(const psa_msg_t* msg) {
  return msg->type == 1 ? PSA_ERROR_PROGRAMMER_ERROR : PSA_SUCCESS;
}
