// SPDX-License-Identifier: Apache-2.0

/* A second client of MORTAL: it answers the non-secure world, and only then makes the call. So two calls are
 * outstanding at a time. */
#include "psa_manifest/waiter.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"
#include "requests.h"

static psa_status_t result;
static psa_handle_t session;

void waiter_main(void);

static psa_status_t answer(int32_t type) {
  if (type == WAITER_RESULT) {
    return result;
  }
  if (type == WAITER_KEEPS_SESSION) {
    session = psa_connect(MORTAL_SESSION_SID, 1);
    return session > 0 ? PSA_SUCCESS : session;
  }
  return PSA_SUCCESS;
}

static void make_call(int32_t type) {
  switch (type) {
    case WAITER_CALLS: result = psa_call(MORTAL_HANDLE, HOLD, NULL, 0, NULL, 0); return;
    case WAITER_CONNECTS: result = psa_connect(MORTAL_SESSION_SID, 1); return;
    case WAITER_CALLS_SESSION: result = psa_call(session, HOLD, NULL, 0, NULL, 0); return;
    case WAITER_CLOSES: psa_close(session); return;
    default: return;
  }
}

void waiter_main(void) {
  for (;;) {
    psa_msg_t message;

    (void)psa_wait(WAITER_SIGNAL, PSA_BLOCK);
    if (psa_get(WAITER_SIGNAL, &message) == PSA_SUCCESS) {
      psa_reply(message.handle, answer(message.type));
      make_call(message.type);
    }
  }
}
