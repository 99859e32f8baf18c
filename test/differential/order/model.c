// SPDX-License-Identifier: Apache-2.0

#include "model.h"

#include <string.h>

enum { MOST_TURNS = 2000 };

/* The position of a partition in its loop. */
enum place { RESTING, WAKING, STEPPING, CLEARING, SERVING, ENDING };
/* The result that it records when it runs again. */
enum owed { NOTHING, DEED, SIGNALS, ANSWER };

struct message {
  enum actor client;
  int32_t type;
};

struct state {
  enum place place;
  enum owed owed;
  uint8_t deed;
  int32_t result;
  int can_run;
  uint32_t awaits;
  uint32_t told;
  int has_rung;
  int has_begun; /* with the current round */
  unsigned step;
  unsigned answers;
  unsigned queued;
  struct message queue[CALLERS];
  unsigned held;
  struct message messages[CALLERS];
};

struct round {
  const struct plan* plan;
  struct expected* expected;
  struct state actors[CALLERS];
};

static uint32_t signals_of(const struct state* state) {
  return (state->has_rung ? BELL : 0u) | (state->queued != 0 ? MESSAGE : 0u);
}

static void wake(struct state* state) {
  if ((signals_of(state) & state->awaits) != 0) {
    state->can_run = 1;
  }
}

static void wait_for(struct state* state, uint8_t deed, uint32_t mask) {
  state->owed = SIGNALS;
  state->deed = deed;
  state->awaits = mask;
  state->can_run = (signals_of(state) & mask) != 0;
}

static void owe(struct state* state, uint8_t deed, int32_t result) {
  state->owed = DEED;
  state->deed = deed;
  state->result = result;
}

static void ring(struct round* round, enum actor who, enum actor whom) {
  round->expected->urgent_rung += whom < who;
  round->actors[whom].has_rung = 1;
  wake(&round->actors[whom]);
  owe(&round->actors[who], RING, (int32_t)whom);
}

static void call(struct round* round, enum actor who, enum actor whom, unsigned number) {
  struct state* const server = &round->actors[whom];
  round->actors[who].can_run = 0;
  round->actors[who].owed = ANSWER;
  server->queue[server->queued++] = (struct message){who, type_of(who, number)};
  if (server->queued > round->expected->most_waiting) {
    round->expected->most_waiting = server->queued;
  }
  wake(server);
}

static void take(struct state* state) {
  const struct message message = state->queue[0];
  state->queued--;
  memmove(state->queue, state->queue + 1, state->queued * sizeof state->queue[0]);
  state->messages[state->held++] = message;
  owe(state, TAKE, message.type);
}

static void answer(struct round* round, enum actor who, uint8_t deed) {
  struct state* const state = &round->actors[who];
  const unsigned which = deed == ANSWER_FIRST ? 0 : state->held - 1;
  struct state* const client = &round->actors[state->messages[which].client];
  round->expected->answers_backwards += which != 0;
  round->expected->urgent_answered += state->messages[which].client < who;
  client->can_run = 1;
  client->result = status_of(who, state->answers++);
  owe(state, deed, client->result);
  state->held--;
  memmove(state->messages + which, state->messages + which + 1, (state->held - which) * sizeof state->messages[0]);
}

static void hush(struct state* state) {
  state->has_rung = 0;
  owe(state, HUSH, 0);
}

static void take_step(struct round* round, enum actor who) {
  struct state* const state = &round->actors[who];
  const struct step* const step = &round->plan->steps[who][state->step];
  const uint32_t signals = signals_of(state);
  switch (step->deed) {
    case RING: ring(round, who, (enum actor)step->whom); break;
    case CALL: call(round, who, (enum actor)step->whom, state->step); break;
    case TAKE:
      if ((signals & MESSAGE) != 0) {
        take(state);
      }
      break;
    case ANSWER_FIRST:
    case ANSWER_LAST:
      if (state->held != 0) {
        answer(round, who, step->deed);
      }
      break;
    case HUSH:
      if ((signals & BELL) != 0) {
        hush(state);
      }
      break;
    case LOOK: owe(state, LOOK, (int32_t)signals); break;
    case AWAIT_BELL: wait_for(state, AWAIT_BELL, BELL); break;
    default: wait_for(state, AWAIT_MESSAGE, MESSAGE); break;
  }
  state->step++;
}

static void pay(struct round* round, enum actor who) {
  struct state* const state = &round->actors[who];
  switch (state->owed) {
    case NOTHING: return;
    case SIGNALS:
      state->told = signals_of(state) & state->awaits;
      state->awaits = 0;
      note(&round->expected->events, (uint8_t)who, state->deed, (int32_t)state->told);
      break;
    case ANSWER: note(&round->expected->events, (uint8_t)who, CALL, state->result); break;
    case DEED: note(&round->expected->events, (uint8_t)who, state->deed, state->result); break;
  }
  state->owed = NOTHING;
}

/* Performs one action of a partition. */
static void go_on(struct round* round, enum actor who) {
  struct state* const state = &round->actors[who];
  pay(round, who);
  switch (state->place) {
    case RESTING:
      state->place = WAKING;
      wait_for(state, REST, BELL | MESSAGE);
      break;
    case WAKING:
      state->place = state->has_begun ? CLEARING : STEPPING;
      state->has_begun = 1;
      break;
    case STEPPING:
      if (state->step == round->plan->counts[who]) {
        state->place = ENDING;
      } else {
        take_step(round, who);
      }
      break;
    case CLEARING:
      state->place = SERVING;
      if ((state->told & BELL) != 0) {
        hush(state);
      }
      break;
    case SERVING:
      state->place = ENDING;
      if ((state->told & MESSAGE) != 0) {
        take(state);
      }
      break;
    case ENDING:
      if (state->held != 0) {
        answer(round, who, ANSWER_FIRST);
      } else {
        state->place = RESTING;
      }
      break;
  }
}

/* Runs partitions until the non-secure world can run; 0 if nothing can. */
static int run(struct round* round) {
  for (unsigned turn = 0; turn < MOST_TURNS; turn++) {
    unsigned who = HIGH;
    while (who < CALLERS && !round->actors[who].can_run) {
      who++;
    }
    if (who >= AGENT) {
      return who == AGENT;
    }
    go_on(round, (enum actor)who);
  }
  return 0;
}

struct expected predict(const struct plan* plan) {
  struct expected expected;
  struct round round = {.plan = plan, .expected = &expected};
  memset(&expected, 0, sizeof expected);
  for (unsigned who = 0; who < ACTORS; who++) {
    round.actors[who].place = WAKING;
    wait_for(&round.actors[who], REST, BELL | MESSAGE);
  }
  for (unsigned i = 0; i < plan->calls; i++) {
    call(&round, AGENT, (enum actor)plan->called[i], i);
    if (!run(&round)) {
      return expected;
    }
    expected.results[i] = round.actors[AGENT].result;
  }
  expected.comes_to_an_end = expected.events.count <= MOST_EVENTS;
  for (unsigned who = 0; who < ACTORS; who++) {
    const struct state* const state = &round.actors[who];
    expected.comes_to_an_end &= state->place == WAKING && state->awaits == (BELL | MESSAGE);
  }
  return expected;
}
