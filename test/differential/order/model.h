// SPDX-License-Identifier: Apache-2.0

/* The order of execution, by the rules: the most urgent ready partition runs (SCH-3), after each action of any
 * partition (SCH-4, SCH-5); a service's messages come in their order (SCH-14, SCH-17). */
#ifndef MODEL_H
#define MODEL_H

#include "order.h"

struct expected {
  int comes_to_an_end; /* each call is answered, and all partitions rest */
  struct events events;
  int32_t results[MOST_CALLS];
  unsigned most_waiting;      /* for one service */
  unsigned urgent_answered;   /* answers to a more urgent client */
  unsigned urgent_rung;       /* signals to a more urgent partition */
  unsigned answers_backwards; /* the newest first, while an older one waits */
};

struct expected predict(const struct plan* plan);

#endif
