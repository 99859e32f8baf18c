/* A tiny RTOS: two threads that pre-empt each other, and the mutex that the non-secure library asks for. */
#ifndef RTOS_H
#define RTOS_H

#include <stdint.h>

/* What happened so far. */
struct rtos_seen {
  uint32_t switches;
  uint32_t switches_in_secure_code; /* the thread that was put aside was in the middle of a secure call */
  uint32_t acquired;
  uint32_t released;
  uint32_t waits; /* somebody else held it */
};
extern volatile struct rtos_seen rtos_seen;

/* Starts the kernel, runs both threads until both have returned, and stops it. A thread runs for `ticks` of the system
 * clock at a time. */
void rtos_run(void (*first)(void), void (*second)(void), uint32_t ticks);

/* The other one's turn. */
void rtos_yield(void);

#endif
