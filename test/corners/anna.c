/* ANNA: leaves a note at the desk when its doorbell rings. Asked to ring the other one, it does that first; the other
 * one is as urgent as this one, so it has to wait until this one does (SCH-5). */
#include "psa_manifest/anna.h"
#include "corners.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"

static psa_status_t leave_note(void) { return psa_call(DESK_HANDLE, DESK_NOTE, NULL, 0, NULL, 0); }

void anna_main(void) {
  psa_msg_t msg;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if ((signals & PSA_DOORBELL) != 0) {
      psa_clear();
      (void)leave_note();
    }
    if ((signals & ANNA_SIGNAL) != 0 && psa_get(ANNA_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_notify(BERT);
      psa_reply(msg.handle, leave_note());
    }
  }
}
