// SPDX-License-Identifier: Apache-2.0

/* SLOW: makes a call before its first wait, so that other partitions run. A message that comes meanwhile is kept
 * (BOOT-9). */
#include "psa_manifest/slow.h"
#include "boot.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

void slow_main(void) {
  psa_msg_t msg;
  psa_status_t ready = psa_call(REGISTRAR_SERVICE_HANDLE, ENROL, NULL, 0, NULL, 0) == PSA_SUCCESS ? 100 : 0;

  for (;;) {
    (void)psa_wait(SLOW_SERVICE_SIGNAL, PSA_BLOCK);
    if (psa_get(SLOW_SERVICE_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, ready + msg.type);
    }
  }
}
