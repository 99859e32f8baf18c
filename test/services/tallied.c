// SPDX-License-Identifier: Apache-2.0

/* A partition that answers, dies, or holds connections. */
#include "psa_manifest/tallied.h"
#include "psa/service.h"
#include "tallies.h"

psa_status_t tallied_sfn(const psa_msg_t* message) {
  if (message->type == DIE) {
    psa_panic();
  }
  return PSA_SUCCESS;
}

psa_status_t tallied_session_sfn(const psa_msg_t* message) {
  (void)message;
  return PSA_SUCCESS;
}
