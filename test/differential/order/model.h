/* Who goes on when, by the rules: the most urgent one that can (SCH-3), after each thing that any of them does (SCH-4,
 * SCH-5); a service's messages in their order (SCH-14, SCH-17). */
#ifndef MODEL_H
#define MODEL_H

#include "order.h"

struct expected {
  int comes_to_an_end; /* each call is answered, and all rest */
  struct events events;
  int32_t results[MOST_CALLS];
  unsigned most_waiting;      /* messages, at one service */
  unsigned urgent_answered;   /* answers to a more urgent client */
  unsigned urgent_rung;       /* signals to a more urgent one */
  unsigned answers_backwards; /* newest first, with an older one */
};

struct expected predict(const struct plan* plan);

#endif
