// SPDX-License-Identifier: Apache-2.0

/* Shared by the non-secure program and the partitions of this suite: the plan of a round, and the record of its events.
 */
#ifndef ORDER_H
#define ORDER_H

#include <stdint.h>

enum actor { HIGH, NORMAL, LOW, ACTORS, AGENT = ACTORS, CALLERS };
enum { MOST_STEPS = 6, MOST_CALLS = 3, MOST_EVENTS = 128, SHARE = 32767 };

/* Actions of a partition in a round, done once, when something wakes it. At the end it answers all messages that it
 * has. */
enum deed {
  RING,          /* psa_notify() */
  CALL,          /* of a less urgent partition */
  TAKE,          /* the next message, if any */
  ANSWER_FIRST,  /* the oldest message, if it has one */
  ANSWER_LAST,   /* the newest */
  HUSH,          /* psa_clear(), if the doorbell has rung */
  LOOK,          /* psa_wait(), polling */
  AWAIT_BELL,    /* psa_wait() for the doorbell alone */
  AWAIT_MESSAGE, /* for its service alone */
  DEEDS,
  REST = DEEDS, /* not part of a plan: psa_wait() between rounds */
};

struct step {
  uint8_t deed;
  uint8_t whom;
};

struct plan {
  uint32_t counts[ACTORS];
  struct step steps[ACTORS][MOST_STEPS];
  uint32_t calls; /* by the non-secure world, one after the other */
  uint8_t called[MOST_CALLS];
};

/* Recorded when the partition that acted runs again. */
struct event {
  uint8_t actor;
  uint8_t deed;
  int32_t result;
};

struct events {
  uint32_t count;
  struct event all[MOST_EVENTS];
};

struct board {
  uint32_t round;
  struct plan plan;
  struct events events;
};

static inline void note(struct events* events, uint8_t actor, uint8_t deed, int32_t result) {
  if (events->count < MOST_EVENTS) {
    events->all[events->count] = (struct event){actor, deed, result};
  }
  events->count++;
}

/* All answers differ, and all messages. */
static inline int32_t status_of(unsigned actor, unsigned answer) { return (int32_t)(actor * 1000 + answer + 1); }
static inline int32_t type_of(unsigned caller, unsigned number) { return (int32_t)(caller * 100 + number); }
enum { BELL = 0x8, MESSAGE = 0x10 };

/* HIGH, NORMAL and LOW: performs the plan of each round, and never returns. */
_Noreturn void act(enum actor self);

#endif
