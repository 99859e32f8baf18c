// SPDX-License-Identifier: Apache-2.0

/* Threads of an RTOS that use the PSA API at the same time, and all places from which a gate can be called. */
#include "threads.h"

enum { STACK_WORDS = 512 };

struct rtos_thread pair_threads[2];
void (*volatile in_each_handler)(void);
static uint32_t stacks[2][STACK_WORDS] __attribute__((aligned(8)));

static void handle(void) {
  void (*const function)(void) = in_each_handler;
  if (function != NULL) {
    function();
  }
}

void rtos_on_start(struct rtos_thread* thread) {
  (void)thread;
  handle();
}

void rtos_on_switch(struct rtos_thread* from, struct rtos_thread* to) {
  (void)from;
  (void)to;
  handle();
}

void rtos_on_tick(void) { handle(); }

void run_pair(const struct pair* pair, uint32_t cycles) {
  for (unsigned i = 0; i < 2; i++) {
    pair_threads[i] = (struct rtos_thread){.body = pair->bodies[i],
                                           .argument = pair->arguments[i],
                                           .stack = stacks[i],
                                           .stack_words = STACK_WORDS,
                                           .is_unprivileged = pair->are_unprivileged[i]};
  }
  rtos_run(pair_threads, 2, cycles);
}

int main(void) {
  static const struct chapter* const chapters[] = {&chapter_of_locks, &chapter_of_places, &chapter_of_fpu};
  run_chapters("threads", chapters, sizeof chapters / sizeof chapters[0]);
}
