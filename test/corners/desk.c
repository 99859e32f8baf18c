// SPDX-License-Identifier: Apache-2.0

/* DESK: two clients that are more urgent than DESK queue for it. */
#include "psa_manifest/desk.h"
#include "corners.h"
#include "must.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"

static psa_status_t first_note;

static psa_status_t let_them_queue(void) {
  psa_msg_t first;
  psa_msg_t second;

  psa_notify(BERT); /* BERT runs at once, calls, and waits */
  MUST(psa_wait(DESK_SIGNAL, PSA_POLL) == DESK_SIGNAL);
  psa_notify(ANNA);
  MUST(psa_get(DESK_SIGNAL, &first) == PSA_SUCCESS);
  MUST(psa_wait(DESK_SIGNAL, PSA_POLL) == DESK_SIGNAL); /* the second message waits */
  MUST(psa_get(DESK_SIGNAL, &second) == PSA_SUCCESS);
  MUST(psa_wait(DESK_SIGNAL, PSA_POLL) == 0);
  MUST(first.client_id == BERT && second.client_id == ANNA && first.handle != second.handle);
  psa_reply(second.handle, PSA_SUCCESS);
  psa_reply(first.handle, PSA_SUCCESS);
  return PSA_SUCCESS;
}

static psa_status_t serve(const psa_msg_t* msg) {
  const psa_status_t note = first_note;

  switch (msg->type) {
    case DESK_QUEUE: return let_them_queue();
    case DESK_NOTE:
      if (first_note == 0) {
        first_note = msg->client_id == ANNA ? 1 : 2;
      }
      return PSA_SUCCESS;
    case DESK_FIRST_NOTE: first_note = 0; return note;
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}

void desk_main(void) {
  psa_msg_t msg;

  for (;;) {
    (void)psa_wait(DESK_SIGNAL, PSA_BLOCK);
    if (psa_get(DESK_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, serve(&msg));
    }
  }
}
