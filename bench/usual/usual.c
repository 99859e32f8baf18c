// SPDX-License-Identifier: Apache-2.0

/* USUAL: writes back what it reads. The image is measured with default options. */
#include "psa_manifest/usual.h"
#include "psa/service.h"

static psa_status_t serve(const psa_msg_t* msg) {
  char bytes[16];

  psa_write(msg->handle, 0, bytes, psa_read(msg->handle, 0, bytes, sizeof bytes));
  return PSA_SUCCESS;
}

#if USUAL_MODEL_IPC
void usual_main(void) {
  psa_msg_t msg;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if (psa_get(signals & (0u - signals), &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, serve(&msg));
    }
  }
}
#else
psa_status_t usual_service_sfn(const psa_msg_t* msg) { return serve(msg); }
#endif
