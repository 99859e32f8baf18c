// SPDX-License-Identifier: Apache-2.0

/* What the stories of this suite share: two threads, and what the kernel's handlers do meanwhile. */
#ifndef THREADS_H
#define THREADS_H

#include "chapters.h"
#include "rtos.h"
#include "scenario.h"

enum { CYCLES = 200 };

struct pair {
  void (*bodies[2])(void* argument);
  void* arguments[2];
  bool are_unprivileged[2];
};

/* Runs both threads until they have ended; each for so many cycles at a time. */
void run_pair(const struct pair* pair, uint32_t cycles);
extern struct rtos_thread pair_threads[2];

/* Called by the kernel's handlers while one of them runs, if it is set. */
extern void (*volatile in_each_handler)(void);

extern const struct chapter chapter_of_locks;
extern const struct chapter chapter_of_places;
extern const struct chapter chapter_of_fpu;

#endif
