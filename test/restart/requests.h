// SPDX-License-Identifier: Apache-2.0

/* What the partitions do, by the type of a request. */
#ifndef REQUESTS_H
#define REQUESTS_H

enum mortal_request {
  DIE_OF_PANIC = 1,
  DIE_OF_FAULT,
  DIE_OF_OVERFLOW,
  DIE_OF_WRONG_HANDLE,
  DIE_AFTER_WRITE,   /* writes 4 bytes of the first output first */
  DIE_WITH_MAPPING,  /* maps input and output first */
  DIE_IN_FUNCTION,   /* in its FLIH function, over its own thread */
  DIE_WHEN_CALLED,   /* in its FLIH function, while HEIR handles its call */
  DIE_WITH_FRAIL,    /* tells FRAIL to die, and dies itself */
  DIE_OF_ACCUSATION, /* HEIR answers its call with a programmer error */
  DIE_IN_TRAP,       /* its stack has no room for the frame of a call */
  LIVES,             /* -> how often it began */
  REMEMBER,          /* changes its memory */
  RECALL,            /* -> 0 if its memory is as at boot, and it holds no message */
  HOLD,              /* is not answered */
  BE_DEAF,           /* from now on it waits for MORTAL_SESSION alone */
  OPEN_TWO,          /* opens two connections to HEIR_SESSION */
  OPEN_FRAIL,        /* opens a connection to FRAIL_SESSION */
  CALL_FRAIL,        /* -> the answer on that connection */
  ENABLE_SLOW,       /* enables its interrupt and pends it */
  LEAVE_SLOW_ON,     /* enables its interrupt */
  SLOW_IS_OFF,       /* pends it -> 1 if its signal stays clear */
  FILL_REGISTERS,    /* has values in its registers when it waits next */
  FIRST_REGISTERS,   /* -> 0 if they were zero when this life began */
  SLOW_STATE,        /* -> 0 if that interrupt is off, its signal not asserted, and it is not pending */
};

enum frail_request { FRAIL_LIVES = 1, FRAIL_DIES, FRAIL_FAILS_IN_INIT };

enum heir_request {
  HEIR_OPEN = 1,  /* -> how many connections are open */
  HEIR_ACCUSE,    /* answers with a programmer error */
  HEIR_INTERRUPT, /* pends MORTAL's FLIH interrupt, then writes 4 bytes to the first output */
  HEIR_WROTE,     /* -> whether it came to the end of HEIR_INTERRUPT */
};

/* WAITER answers at once, makes a call to MORTAL, and then waits. */
enum waiter_request {
  WAITER_CALLS = 1,
  WAITER_CONNECTS,
  WAITER_CLOSES,
  WAITER_RESULT,
  WAITER_KEEPS_SESSION,
  WAITER_CALLS_SESSION
};

#endif
