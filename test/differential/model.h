// SPDX-License-Identifier: Apache-2.0

/* What a system does, by the rules, in the fewest words: no queues, traps or memory, one step after the other. */
#ifndef MODEL_H
#define MODEL_H

#include "script.h"

enum who { NON_SECURE, ONE, TWO, ACTOR_ITSELF };

/* Every reachable refusal, by its rule. */
#define REFUSALS(X) \
  X(VER_1)          \
  X(VER_2)          \
  X(CONN_1)         \
  X(CONN_2)         \
  X(CONN_3)         \
  X(CONN_4)         \
  X(CONN_5)         \
  X(CONN_9)         \
  X(CONN_12)        \
  X(CALL_1)         \
  X(CALL_2)         \
  X(CALL_4)         \
  X(CALL_6)         \
  X(CALL_7)         \
  X(NUM_5)          \
  X(SLS_3)          \
  X(SLS_9)          \
  X(HND_7)          \
  X(REPLY_7)        \
  X(CLOSE_1)        \
  X(CLOSE_2)        \
  X(CLOSE_4)        \
  X(READ_1)         \
  X(SKIP_2)         \
  X(WRITE_1)        \
  X(RHN_4)          \
  X(MMV_3)          \
  X(MMV_4)          \
  X(MMV_5)          \
  X(MMV_9)          \
  X(MMV_10)         \
  X(REPLY_6)        \
  X(EOI_2)          \
  X(RST_1)          \
  X(IRQ_3)          \
  X(WAIT_5)         \
  X(PANIC_1)        \
  X(FLIH_3)
/* Refusals of calls that only the IPC model has. */
#define REFUSALS_OF_THE_IPC_MODEL(X) \
  X(DBL_2)                           \
  X(DBL_4)                           \
  X(GET_3)                           \
  X(REPLY_2)

enum rule {
  NO_RULE,
#define X(name) name,
  REFUSALS(X) REFUSALS_OF_THE_IPC_MODEL(X)
#undef X
      RULES
};

enum { SLOTS = 8 };

struct model {
  struct slot {
    uint8_t live;
    uint8_t terminated;
    uint8_t owner;
    uint8_t service;
    int32_t handle;
    uint32_t rhandle;
  } slots[SLOTS];
  struct line {
    uint8_t asserted;
    uint8_t disabled;
    uint8_t pending;
  } slow, fast;
  uint8_t doorbell;
};

/* One call of one client, and the script for ACTOR if it receives a message. */
struct plan {
  enum who client;
  struct errand errand;
  struct script script;
};

struct expected {
  uint32_t messages;
  struct seen seen[MOST_MESSAGES];
  struct outcome outcome;
  struct slot* opened; /* receives the new handle that is the result */
  enum rule refused;   /* NO_RULE if the call was not refused */
  enum who panics;     /* the partition that broke the rule, for a panic */
  int is_panic;
};

void reset_model(struct model* model);

/* Advances the model by one plan, and returns the expected result. */
struct expected predict(struct model* model, const struct plan* plan);

extern const char* const rule_names[RULES];

#endif
