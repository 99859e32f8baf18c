// SPDX-License-Identifier: Apache-2.0

/* SINNER: breaks rules from within secure functions. */
#include "psa_manifest/sinner.h"
#include "psa_manifest/sid.h"

#define OWN_HANDLE SINNER_HANDLE
#define OWN_SESSION_SID SINNER_SESSION_SID
#include "sin.h"

static void commit_as_function(int32_t sin, psa_handle_t message) {
#ifdef CULPRIT_SID
  psa_msg_t msg;

  switch (sin) {
    case SIN_FUNCTION_GETS: (void)psa_get(1u << 4, &msg); break; /* the signal of the first service, if it had one */
    case SIN_FUNCTION_REPLIES: psa_reply(message, PSA_SUCCESS); break;
    default: break;
  }
#else
  (void)sin;
  (void)message;
#endif
}

psa_status_t sinner_sfn(const psa_msg_t* msg) {
  commit_as_function(msg->type, msg->handle);
  return answer_request(msg->type, msg->handle);
}
psa_status_t sinner_session_sfn(const psa_msg_t* msg) {
  switch (msg->type) {
    case PSA_IPC_CONNECT: return answer_connect(msg->handle);
    case PSA_IPC_CALL: return answer_in_session();
    default: return PSA_SUCCESS;
  }
}
