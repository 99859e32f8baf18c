/* A small RTOS: two threads that pre-empt each other, and the mutex for the non-secure library. */
#ifndef RTOS_H
#define RTOS_H

#include <stdint.h>

/* Counts of past events. */
struct rtos_seen {
  uint32_t switches;
  uint32_t switches_in_secure_code; /* the displaced thread was in a secure call */
  uint32_t acquired;
  uint32_t released;
  uint32_t waits; /* another thread held the mutex */
};
extern volatile struct rtos_seen rtos_seen;

/* Starts the kernel, runs both threads until both have returned, and stops it. A thread runs for `ticks` of the system
 * clock at a time. */
void rtos_run(void (*first)(void), void (*second)(void), uint32_t ticks);

/* Gives the processor to the other thread. */
void rtos_yield(void);

#endif
