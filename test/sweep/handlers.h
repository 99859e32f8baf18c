/* The non-secure handler of the sweep, and what it does besides returning. */
#ifndef HANDLERS_H
#define HANDLERS_H

#include <stdint.h>

enum handler {
  RETURNS_AT_ONCE,
  SPINS,
  IS_INTERRUPTED,   /* a more urgent handler comes over it */
  TRIES_GATES,      /* from handler mode each refuses */
  SWITCHES_THREADS, /* another non-secure thread runs on top of what was interrupted, and then the first again */
  HANDLERS
};

struct seen {
  volatile uint32_t came;   /* times, with what it began itself */
  volatile uint32_t over;   /* its EXC_RETURN */
  volatile uint32_t phase;  /* of the call that it came over (look.h) */
  volatile uint32_t rounds; /* of spin() at that moment */
  volatile uint32_t wrong;  /* gates that did not refuse */
};
extern struct seen seen;

/* Once, SWEEP_TICKS of the system clock after start_handler(). `phase` is that of the call. */
void prepare_handler(enum handler kind, const volatile uint32_t* phase);
void start_handler(uint32_t control);
void stop_handler(void);
enum { WITH_HANDLER = 7, WITHOUT_HANDLER = 0 };

/* Counts its rounds. */
uint32_t spin(uint32_t rounds);

/* So many instructions, and a few. */
void delay(uint32_t instructions);

/* Which rank non-secure exceptions have: SVC and PendSV come over SysTick. */
void rank_handlers(void);

#endif
