// SPDX-License-Identifier: Apache-2.0

/* ONE: two services that answer at once, the smallest useful partition. */
#include "psa_manifest/one.h"
#include "psa/service.h"

#if ONE_MODEL_IPC
void one_main(void);
void one_main(void) {
  psa_msg_t msg;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if (psa_get(signals & (0u - signals), &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, PSA_SUCCESS);
    }
  }
}
#else
psa_status_t one_plain_sfn(const psa_msg_t* msg);
psa_status_t one_session_sfn(const psa_msg_t* msg);
psa_status_t one_plain_sfn(const psa_msg_t* msg) {
  (void)msg;
  return PSA_SUCCESS;
}
psa_status_t one_session_sfn(const psa_msg_t* msg) {
  (void)msg;
  return PSA_SUCCESS;
}
#endif
