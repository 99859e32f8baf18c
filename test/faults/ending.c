// SPDX-License-Identifier: Apache-2.0

/* ENDING: its entry function returns, or it answers a message twice. */
#include "psa_manifest/ending.h"
#include "faults.h"
#include "psa/service.h"

void ending_main(void) {
  for (;;) {
    psa_msg_t msg;
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if (psa_get(signals, &msg) != PSA_SUCCESS) {
      continue;
    }
    if (msg.type == END_ENTRY) {
      return;
    }
    psa_reply(msg.handle, PSA_SUCCESS);
    if (msg.type == REPLY_TWICE) {
      psa_reply(msg.handle, PSA_SUCCESS);
    }
  }
}
