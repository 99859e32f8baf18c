// SPDX-License-Identifier: Apache-2.0

/* The code of HIGH, NORMAL and LOW. Their plans and their records are in memory of the non-secure program. */
#include "order.h"

#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"

static struct {
  enum actor self;
  struct board* board;
  uint32_t round; /* the last one that it took part in */
  unsigned answers;
  unsigned held;
  psa_handle_t messages[CALLERS]; /* oldest first */
} me;

static void note_mine(unsigned deed, int32_t result) {
  note(&me.board->events, (uint8_t)me.self, (uint8_t)deed, result);
}

static void look(unsigned deed, psa_signal_t mask, uint32_t timeout) {
  note_mine(deed, (int32_t)psa_wait(mask, timeout));
}

static void take(void) {
  psa_msg_t message;
  (void)psa_get(MESSAGE, &message);
  if (message.type == SHARE) {
    (void)psa_read(message.handle, 0, &me.board, sizeof me.board);
    psa_reply(message.handle, PSA_SUCCESS);
    return;
  }
  me.messages[me.held++] = message.handle;
  note_mine(TAKE, message.type);
}

static void answer(unsigned deed, unsigned which) {
  const psa_handle_t handle = me.messages[which];
  const int32_t status = status_of(me.self, me.answers++);
  me.held--;
  for (unsigned i = which; i < me.held; i++) {
    me.messages[i] = me.messages[i + 1];
  }
  psa_reply(handle, status);
  note_mine(deed, status);
}

static void take_step(const struct step* step, unsigned number) {
  static const int32_t ids[] = {[HIGH] = ORDER_HIGH, [NORMAL] = ORDER_NORMAL, [LOW] = ORDER_LOW};
  static const psa_handle_t handles[] = {[HIGH] = 0, [NORMAL] = ORDER_NORMAL_HANDLE, [LOW] = ORDER_LOW_HANDLE};
  const psa_signal_t signals = psa_wait(BELL | MESSAGE, PSA_POLL);
  switch (step->deed) {
    case RING:
      psa_notify(ids[step->whom]);
      note_mine(RING, step->whom);
      return;
    case CALL: note_mine(CALL, psa_call(handles[step->whom], type_of(me.self, number), NULL, 0, NULL, 0)); return;
    case TAKE:
      if ((signals & MESSAGE) != 0) {
        take();
      }
      return;
    case ANSWER_FIRST:
    case ANSWER_LAST:
      if (me.held != 0) {
        answer(step->deed, step->deed == ANSWER_FIRST ? 0 : me.held - 1);
      }
      return;
    case HUSH:
      if ((signals & BELL) != 0) {
        psa_clear();
        note_mine(HUSH, 0);
      }
      return;
    case LOOK: look(LOOK, BELL | MESSAGE, PSA_POLL); return;
    case AWAIT_BELL: look(AWAIT_BELL, BELL, PSA_BLOCK); return;
    default: look(AWAIT_MESSAGE, MESSAGE, PSA_BLOCK); return;
  }
}

/* Handles the signals that ended a wait. */
static void be_awake(psa_signal_t signals) {
  if (me.board != NULL && me.round != me.board->round) {
    me.round = me.board->round;
    me.answers = 0;
    for (unsigned i = 0; i < me.board->plan.counts[me.self]; i++) {
      take_step(&me.board->plan.steps[me.self][i], i);
    }
  } else {
    if ((signals & BELL) != 0) {
      psa_clear();
      note_mine(HUSH, 0);
    }
    if ((signals & MESSAGE) != 0) {
      take();
    }
  }
  while (me.held != 0) {
    answer(ANSWER_FIRST, 0);
  }
}

void act(enum actor self) {
  me.self = self;
  for (;;) {
    const psa_signal_t signals = psa_wait(BELL | MESSAGE, PSA_BLOCK);
    if (me.board != NULL) {
      note_mine(REST, (int32_t)signals);
    }
    be_awake(signals);
  }
}
