/* What the non-secure program and the partitions of this suite share: the plan of a round, and what happened in it. */
#ifndef ORDER_H
#define ORDER_H

#include <stdint.h>

enum actor { HIGH, NORMAL, LOW, ACTORS, AGENT = ACTORS, CALLERS };
enum { MOST_STEPS = 6, MOST_CALLS = 3, MOST_EVENTS = 128, SHARE = 32767 };

/* What a partition does in a round, once, when something wakes it. Afterwards it answers all it has. */
enum deed {
  RING,          /* psa_notify() */
  CALL,          /* of a less urgent one */
  TAKE,          /* the next message, if there is one */
  ANSWER_FIRST,  /* the message that it has had for longest, if it has one */
  ANSWER_LAST,   /* the newest */
  HUSH,          /* psa_clear(), if there is something to clear */
  LOOK,          /* psa_wait(), polling */
  AWAIT_BELL,    /* psa_wait() for the doorbell alone */
  AWAIT_MESSAGE, /* for its service alone */
  DEEDS,
  REST = DEEDS, /* not of a plan: psa_wait() between rounds */
};

struct step {
  uint8_t deed;
  uint8_t whom;
};

struct plan {
  uint32_t counts[ACTORS];
  struct step steps[ACTORS][MOST_STEPS];
  uint32_t calls; /* of the non-secure world, one after the other */
  uint8_t called[MOST_CALLS];
};

/* Noted when the one that did it goes on. */
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

/* Each answer is another one, and each message. */
static inline int32_t status_of(unsigned actor, unsigned answer) { return (int32_t)(actor * 1000 + answer + 1); }
static inline int32_t type_of(unsigned caller, unsigned number) { return (int32_t)(caller * 100 + number); }
enum { BELL = 0x8, MESSAGE = 0x10 };

/* HIGH, NORMAL and LOW: does what the plan of each round says, for ever. */
_Noreturn void act(enum actor self);

#endif
