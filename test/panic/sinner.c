/* SINNER: breaks rules from within secure functions. */
#include "psa_manifest/sinner.h"
#include "psa_manifest/sid.h"

#define OWN_HANDLE SINNER_HANDLE
#define OWN_SESSION_SID SINNER_SESSION_SID
#include "sin.h"

psa_status_t sinner_sfn(const psa_msg_t* msg) { return answer_request(msg->type, msg->handle); }
psa_status_t sinner_session_sfn(const psa_msg_t* msg) {
  return msg->type == PSA_IPC_CONNECT ? answer_connect(msg->handle) : PSA_SUCCESS;
}
