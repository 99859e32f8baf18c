// SPDX-License-Identifier: Apache-2.0

/* VAULT: an IPC-model partition with a session for each connection.
 *
 * It shows what this model is for: the session belongs to the connection (psa_set_rhandle), and a reply may wait.
 * Another partition makes an appraisal; until it delivers, the client's message stays open and the vault serves its
 * other clients. */
#include <stdbool.h>
#include <string.h>

#include "demo_services.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/vault.h"

enum { SESSIONS = 4 };

struct session {
  bool in_use;
  size_t size; /* in bytes */
  int32_t numbers[VAULT_CAPACITY];
};

static struct session sessions[SESSIONS];

/* The appraisal in progress: its session, and the message to answer. One at a time. */
static const struct session* appraised;
static psa_handle_t unanswered = PSA_NULL_HANDLE;

static psa_status_t open_session(const psa_msg_t* msg) {
  for (struct session* session = sessions; session != sessions + SESSIONS; session++) {
    if (!session->in_use) {
      *session = (struct session){.in_use = true};
      psa_set_rhandle(msg->handle, session);
      return PSA_SUCCESS;
    }
  }
  return PSA_ERROR_CONNECTION_BUSY;
}

static psa_status_t store(const psa_msg_t* msg, struct session* session) {
  if (msg->in_size[0] > sizeof session->numbers) {
    return PSA_ERROR_INSUFFICIENT_STORAGE;
  }
  session->size = psa_read(msg->handle, 0, session->numbers, sizeof session->numbers);
  return PSA_SUCCESS;
}

static psa_status_t recall(const psa_msg_t* msg, const struct session* session) {
  if (msg->out_size[0] < session->size) {
    return PSA_ERROR_BUFFER_TOO_SMALL;
  }
  psa_write(msg->handle, 0, session->numbers, session->size);
  return PSA_SUCCESS;
}

/* Answers at once only to refuse. */
static void appraise(const psa_msg_t* msg, const struct session* session) {
  if (unanswered != PSA_NULL_HANDLE) {
    psa_reply(msg->handle, PSA_ERROR_BAD_STATE);
    return;
  }
  if (msg->out_size[0] < sizeof(struct summary)) {
    psa_reply(msg->handle, PSA_ERROR_BUFFER_TOO_SMALL);
    return;
  }
  unanswered = msg->handle;
  appraised = session;
  psa_notify(CLERK);
}

static void serve_client(void) {
  psa_msg_t msg;

  if (psa_get(VAULT_SIGNAL, &msg) != PSA_SUCCESS) {
    return;
  }
  struct session* const session = msg.rhandle;
  switch (msg.type) {
    case PSA_IPC_CONNECT: psa_reply(msg.handle, open_session(&msg)); break;
    case PSA_IPC_DISCONNECT:
      memset(session, 0, sizeof *session);
      psa_reply(msg.handle, PSA_SUCCESS);
      break;
    case VAULT_STORE: psa_reply(msg.handle, store(&msg, session)); break;
    case VAULT_RECALL: psa_reply(msg.handle, recall(&msg, session)); break;
    case VAULT_APPRAISE: appraise(&msg, session); break;
    default: psa_reply(msg.handle, PSA_ERROR_NOT_SUPPORTED); break;
  }
}

static psa_status_t hand_out_work(const psa_msg_t* msg) {
  if (unanswered == PSA_NULL_HANDLE) {
    return PSA_ERROR_DOES_NOT_EXIST;
  }
  if (msg->out_size[0] < appraised->size) {
    return PSA_ERROR_BUFFER_TOO_SMALL;
  }
  psa_write(msg->handle, 0, appraised->numbers, appraised->size);
  return PSA_SUCCESS;
}

/* The clerk is done: its result goes to the client that waits for it. */
static psa_status_t take_work(const psa_msg_t* msg) {
  struct summary summary;

  if (unanswered == PSA_NULL_HANDLE || psa_read(msg->handle, 0, &summary, sizeof summary) != sizeof summary) {
    return PSA_ERROR_BAD_STATE;
  }
  psa_write(unanswered, 0, &summary, sizeof summary);
  psa_reply(unanswered, PSA_SUCCESS);
  unanswered = PSA_NULL_HANDLE;
  return PSA_SUCCESS;
}

static void serve_clerk(void) {
  psa_msg_t msg;

  if (psa_get(VAULT_WORK_SIGNAL, &msg) != PSA_SUCCESS) {
    return;
  }
  switch (msg.type) {
    case VAULT_WORK_FETCH: psa_reply(msg.handle, hand_out_work(&msg)); break;
    case VAULT_WORK_DELIVER: psa_reply(msg.handle, take_work(&msg)); break;
    default: psa_reply(msg.handle, PSA_ERROR_NOT_SUPPORTED); break;
  }
}

void vault_main(void) {
  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    if ((signals & VAULT_WORK_SIGNAL) != 0) {
      serve_clerk();
    } else if ((signals & VAULT_SIGNAL) != 0) {
      serve_client();
    }
  }
}
