// SPDX-License-Identifier: Apache-2.0

/* The non-secure handler of the sweep, and its actions before it returns. */
#ifndef HANDLERS_H
#define HANDLERS_H

#include <stdint.h>

enum handler {
  RETURNS_AT_ONCE,
  SPINS,
  IS_INTERRUPTED,   /* a more urgent handler interrupts it */
  TRIES_GATES,      /* handler mode: each gate refuses */
  SWITCHES_THREADS, /* another non-secure thread runs over the interrupted code, and then the first one again */
  HANDLERS
};

struct seen {
  volatile uint32_t came;   /* how often it ran, including the handler that it started */
  volatile uint32_t over;   /* its EXC_RETURN */
  volatile uint32_t phase;  /* the phase of the interrupted call (look.h) */
  volatile uint32_t rounds; /* rounds of spin() at that moment */
  volatile uint32_t wrong;  /* gates that did not refuse */
};
extern struct seen seen;

/* The period of SysTick in instructions, and in ticks of the system clock. Boards have different clocks, so
 * measure_period() counts the ticks. */
enum { PERIOD = 10000 };
extern uint32_t period_ticks;
void measure_period(void);

/* The handler runs once, PERIOD after start_handler(). `phase` is that of the call. */
void prepare_handler(enum handler kind, const volatile uint32_t* phase);
void start_handler(uint32_t control);
void stop_handler(void);
enum { WITH_HANDLER = 7, WITHOUT_HANDLER = 0 };

/* Counts rounds, and returns their number. */
uint32_t spin(uint32_t rounds);

/* Executes this many instructions, and a few more. */
void delay(uint32_t instructions);

/* Sets the priorities of non-secure exceptions: SVC and PendSV pre-empt SysTick. */
void rank_handlers(void);

#endif
