// SPDX-License-Identifier: Apache-2.0

/* CULPRIT: breaks the rules that only a partition of the IPC model can break, and all the others. */
#include "psa_manifest/culprit.h"
#include "psa_manifest/sid.h"
#include "trap.h"
#include "trap_numbers.h"

#define OWN_HANDLE CULPRIT_HANDLE
#define OWN_SESSION_SID CULPRIT_SESSION_SID
#include "sin.h"

/* Runs while CULPRIT holds a message. */
static void commit_as_ipc(int32_t sin, psa_handle_t message) {
  static psa_msg_t msg;
  void* const code = (void*)((uintptr_t)commit & ~(uintptr_t)3);

  switch (sin) {
    case SIN_GET_NO_SIGNAL: (void)psa_get(0, &msg); break;
    case SIN_GET_TWO_SIGNALS: (void)psa_get(CULPRIT_SIGNAL | CULPRIT_SESSION_SIGNAL, &msg); break;
    case SIN_GET_DOORBELL: (void)psa_get(PSA_DOORBELL, &msg); break;
    case SIN_GET_FOREIGN_SIGNAL: (void)psa_get(1u << 30, &msg); break;
    case SIN_GET_NOT_ASSERTED: (void)psa_get(CULPRIT_SIGNAL, &msg); break;
    case SIN_REPLY_NULL_HANDLE: psa_reply(PSA_NULL_HANDLE, PSA_SUCCESS); break;
    case SIN_REPLY_TWICE:
      psa_reply(message, PSA_SUCCESS);
      psa_reply(message, PSA_SUCCESS);
      break;
    case SIN_READ_AFTER_REPLY:
      psa_reply(message, PSA_SUCCESS);
      (void)psa_read(message, 0, own, 1);
      break;
    case SIN_WAIT_POLL_NOTHING_OWN: (void)psa_wait(1u << 30, PSA_POLL); break;
    case SIN_NOTIFY_UNKNOWN: psa_notify(200); break;
    case SIN_NOTIFY_ZERO: psa_notify(0); break;
    case SIN_NOTIFY_AGENT: psa_notify(2); break;
    case SIN_CLEAR_NOT_RUNG: psa_clear(); break;
    case SIN_RECEIVE_AS_FUNCTIONS_DO: (void)postern_trap1(POSTERN_TRAP_REPLY_AND_RECEIVE, 0); break;
    case SIN_CHOOSE_AS_IDLE_DOES: (void)postern_trap1(POSTERN_TRAP_CHOOSE, 0); break;
    default: (void)answer_request(sin, message); break;
  }
  (void)code;
}

/* Checks the answers of the gates' traps to a caller that is not a gate. */
static psa_status_t try_gates(psa_handle_t message) {
  psa_handle_t session = 0;

  (void)psa_read(message, 0, &session, sizeof session);
  if (postern_trap1(POSTERN_TRAP_GATE_VERSION, CULPRIT_SID) != PSA_VERSION_NONE) {
    return -1;
  }
  if ((psa_status_t)postern_trap2(POSTERN_TRAP_GATE_CONNECT, CULPRIT_SESSION_SID, 1) != PSA_ERROR_CONNECTION_REFUSED) {
    return -2;
  }
  if ((psa_status_t)postern_trap4(POSTERN_TRAP_GATE_CALL, (uintptr_t)session, 0, 0, 0) != PSA_ERROR_PROGRAMMER_ERROR) {
    return -3;
  }
  if (postern_trap1(POSTERN_TRAP_GATE_CLOSE, (uintptr_t)session) != PSA_SUCCESS) {
    return -4;
  }
  return PSA_SUCCESS;
}

/* A bad place for a message needs a waiting message: the next message is taken to this address. */
static void* place_for_next;

static void serve(psa_signal_t signal) {
  psa_msg_t msg;

  if (psa_get(signal, place_for_next != NULL ? place_for_next : &msg) != PSA_SUCCESS) {
    return;
  }
  if (msg.type == PSA_IPC_CONNECT) {
    psa_reply(msg.handle, answer_connect(msg.handle));
    return;
  }
  if (msg.type == TRY_GATES) {
    psa_reply(msg.handle, try_gates(msg.handle));
    return;
  }
  if (msg.type == PSA_IPC_CALL) {
    (void)answer_in_session();
  } else if (msg.type == SIN_GET_TO_NULL) {
    place_for_next = (void*)8; /* near NULL, and not NULL, which means "none" */
  } else if (msg.type == SIN_GET_TO_CODE) {
    place_for_next = (void*)((uintptr_t)commit & ~(uintptr_t)3);
  } else if (msg.type == SIN_GET_TO_CROOKED) {
    place_for_next = own + 1;
  } else if (msg.type > 0) {
    commit_as_ipc(msg.type, msg.handle);
  }
  psa_reply(msg.handle, PSA_SUCCESS);
}

void culprit_main(void) {
  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    serve(signals & (0u - signals));
  }
}
