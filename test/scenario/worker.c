/* WORKER: a second client with a thread of its own, more urgent than the server. */
#include "psa_manifest/worker.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"
#include "services.h"

static psa_status_t last_status;

void worker_main(void) {
  psa_msg_t msg;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if ((signals & PSA_DOORBELL) != 0) {
      psa_clear();
      last_status = psa_call(SERVER_HANDLE, SERVER_ORDER, NULL, 0, NULL, 0);
    } else if (psa_get(WORKER_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, last_status);
    }
  }
}
