// SPDX-License-Identifier: Apache-2.0

/* SERVER: keeps a message unanswered until another client's message has come, and then answers both in the requested
 * order. */
#include "psa_manifest/server.h"
#include <string.h>
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "services.h"

static psa_msg_t held;
static psa_signal_t rung;
static int32_t answers; /* counts, so that each client learns the order of the answers */

/* Keeps one message, and lets the worker send the other. */
static void hold(const psa_msg_t* msg) {
  held = *msg;
  psa_notify(WORKER);
}

static void release(const psa_msg_t* worker) {
  answers = 0;
  if (held.type == SERVER_HOLD_FIRST) {
    psa_reply(worker->handle, ++answers);
    psa_reply(held.handle, ++answers);
  } else {
    psa_reply(held.handle, ++answers);
    psa_reply(worker->handle, ++answers);
  }
}

static void serve(void) {
  psa_msg_t msg;

  if (psa_wait(SERVER_SIGNAL, PSA_POLL) != SERVER_SIGNAL || psa_wait(PSA_WAIT_ANY, PSA_BLOCK | 0xFFu) == 0 ||
      psa_get(SERVER_SIGNAL, &msg) != PSA_SUCCESS) {
    psa_panic();
  }
  switch (msg.type) {
    case SERVER_HOLD_FIRST:
    case SERVER_HOLD_SECOND: hold(&msg); break;
    case SERVER_RING:
      psa_notify(WORKER);
      psa_reply(msg.handle, SERVER_RING);
      break;
    case SERVER_RUNG: psa_reply(msg.handle, (psa_status_t)rung); break;
    case SERVER_ORDER: release(&msg); break;
    case SERVER_TWICE: /* the message was taken: the signal is cleared (SIG-3), and polling returns at once (WAIT-3) */
      psa_reply(msg.handle, psa_wait(SERVER_SIGNAL, PSA_POLL) == 0 ? PSA_SUCCESS : PSA_ERROR_GENERIC_ERROR);
      break;
    default: psa_reply(msg.handle, PSA_ERROR_NOT_SUPPORTED); break;
  }
}

static void serve_session(void) {
  psa_msg_t msg;

  if (psa_get(SERVER_SESSION_SIGNAL, &msg) == PSA_SUCCESS) {
    if (msg.type == PSA_IPC_CONNECT) {
      psa_set_rhandle(msg.handle, &held);
    }
    const psa_handle_t handle = msg.handle;
    const psa_status_t answer = msg.type > 0 && msg.rhandle == &held ? msg.type : PSA_SUCCESS;
    memset(&msg, 0xFF, sizeof msg); /* MSG-7: it is a copy */
    psa_reply(handle, answer);
  }
}

void server_main(void) {
  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if ((signals & PSA_DOORBELL) != 0) {
      rung = signals;
      psa_clear();
    }
    if ((signals & SERVER_SIGNAL) != 0) {
      serve();
    }
    if ((signals & SERVER_SESSION_SIGNAL) != 0) {
      serve_session();
    }
  }
}
