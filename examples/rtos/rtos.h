// SPDX-License-Identifier: Apache-2.0

/* A small pre-emptive RTOS for the non-secure world: threads that take turns, and mutexes that they wait for.
 *
 * main() fills in an array of threads and runs them. It goes on when all of them have ended; until then it is the idle
 * thread. Every thread has a stack of its own, with or without privilege. The functions of include/os_wrapper that the
 * non-secure library needs are in rtos.c. */
#ifndef RTOS_H
#define RTOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a switch keeps of a thread, in the order in which switch.S stores it. s16-s31 are on the thread's stack. */
struct rtos_context {
  uint32_t psp;
  uint32_t psplim;
  uint32_t r4_to_r11[8];
  uint32_t control;
  uint32_t exc_return;
};

enum rtos_state { RTOS_READY, RTOS_WAITING, RTOS_ENDED };

struct rtos_frame;
struct rtos_mutex;

struct rtos_thread {
  /* Yours. The stack is aligned to 8 bytes. */
  const char* name;
  void (*body)(void* argument);
  void* argument;
  uint32_t* stack;
  size_t stack_words;
  bool is_unprivileged;
  int32_t client_id; /* for clients.c: -1 to -0x10000 */

  /* The kernel's. */
  struct rtos_context context;
  volatile enum rtos_state state;
  uint32_t ticks_left; /* until it no longer waits; 0: it waits without end */
  const struct rtos_mutex* wanted;
  struct rtos_frame* frame; /* of the call in which it waits */
  uint32_t token;           /* for clients.c */
};

struct rtos_statistics {
  uint32_t switches;
  uint32_t switches_in_secure_code; /* the thread that was put aside was in the middle of a secure call */
  uint32_t acquired;
  uint32_t released;
  uint32_t waits; /* for a mutex that another thread held */
};
extern volatile struct rtos_statistics rtos_statistics;

/* Starts the kernel, runs the threads until all have returned from their bodies, and stops it. A thread runs for at
 * most `cycles` of the system clock before it is another's turn. */
void rtos_run(struct rtos_thread* threads, size_t count, uint32_t cycles);

/* For threads. */
struct rtos_thread* rtos_current(void);
void rtos_yield(void);
void rtos_sleep(uint32_t ticks);

/* Called in handlers: of SVC for each thread before the first of them runs, of PendSV when another thread is about to
 * run, of SVC when a thread has ended, and of SysTick. Define functions of these names to replace those of the kernel,
 * which do nothing. main() is a thread without a name. */
void rtos_on_start(struct rtos_thread* thread);
void rtos_on_switch(struct rtos_thread* from, struct rtos_thread* to);
void rtos_on_end(struct rtos_thread* thread);
void rtos_on_tick(void);

#endif
