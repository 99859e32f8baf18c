// SPDX-License-Identifier: Apache-2.0

/* FIVE: five services in one source, for either model. */
#include "psa_manifest/five.h"
#include "corners.h"
#include "psa/service.h"

static psa_status_t connect_answer = PSA_SUCCESS;
static psa_status_t initialised;

static psa_status_t serve(const psa_msg_t* msg, psa_status_t own) {
  uint8_t byte;

  switch (msg->type) {
    case PSA_IPC_CONNECT: {
      const psa_status_t answer = connect_answer;
      connect_answer = PSA_SUCCESS;
      return answer;
    }
    case PSA_IPC_DISCONNECT: return PSA_SUCCESS;
    case FIVE_REFUSE_NEXT: connect_answer = PSA_ERROR_CONNECTION_REFUSED; return PSA_SUCCESS;
    case FIVE_READ: return psa_read(msg->handle, 0, &byte, 1) == 1 ? byte : PSA_ERROR_INSUFFICIENT_DATA;
    default: return own + initialised;
  }
}

psa_status_t five_init(void) {
  initialised++;
  return PSA_SUCCESS;
}

#if FIVE_MODEL_IPC
void five_main(void) {
  static const psa_signal_t signals[5] = {FIVE_A_SIGNAL, FIVE_B_SIGNAL, FIVE_C_SIGNAL, FIVE_D_SIGNAL, FIVE_E_SIGNAL};
  psa_msg_t msg;

  if (five_init() != PSA_SUCCESS) {
    psa_panic();
  }
  for (;;) {
    const psa_signal_t asserted = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    for (psa_status_t i = 0; i < 5; i++) {
      if ((asserted & signals[i]) != 0 && psa_get(signals[i], &msg) == PSA_SUCCESS) {
        psa_reply(msg.handle, serve(&msg, FIVE_ANSWER_A - 1 + i));
      }
    }
  }
}
#else
psa_status_t five_a_sfn(const psa_msg_t* msg) { return serve(msg, FIVE_ANSWER_A - 1); }
psa_status_t five_b_sfn(const psa_msg_t* msg) { return serve(msg, FIVE_ANSWER_B - 1); }
psa_status_t five_c_sfn(const psa_msg_t* msg) { return serve(msg, FIVE_ANSWER_C - 1); }
psa_status_t five_d_sfn(const psa_msg_t* msg) { return serve(msg, FIVE_ANSWER_D - 1); }
psa_status_t five_e_sfn(const psa_msg_t* msg) { return serve(msg, FIVE_ANSWER_E - 1); }
#endif
