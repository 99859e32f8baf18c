// SPDX-License-Identifier: Apache-2.0

/* Requests to the partitions of this image. */
#ifndef DEEDS_H
#define DEEDS_H

#include <stdint.h>

struct deed {
  uint32_t number; /* a value of the enum below */
  uint32_t a;
  uint32_t b;
};

enum deed_number {
  TELL_PLACES = 1,   /* writes struct own_places */
  TRAP_WITH_STACK,   /* a trap with the stack pointer `a` */
  TRAP_NUMBER,       /* SVC number `a` */
  BECOME_PRIVILEGED, /* through CONTROL; then reads the processor's own registers */
  MASK_INTERRUPTS,   /* answers the resulting masks */
  LIFT_STACK_LIMIT,  /* and uses the memory below it */
  MOVE_OTHER_STACKS, /* all stack pointers and limits but the one in use */
  SELECT_MAIN_STACK,
  OVERFLOW_STACK,
  JUMP,             /* to `a` */
  CALL_NON_SECURE,  /* calls the non-secure function `a`; answers its result */
  LEAVE_WITH_STACK, /* with the stack pointer `b`, for the non-secure function `a` */
  FLOAT,
  UNDEFINED,
  BREAKPOINT,
  /* Pointers: `a`, and `b` bytes from there. */
  FIRST_POINTER,
  INPUT_ARRAY = FIRST_POINTER,
  OUTPUT_ARRAY,
  INPUT,
  OUTPUT,
  MESSAGE, /* at the next message */
  READ_BUFFER,
  WRITE_BUFFER,
  LAST_POINTER = WRITE_BUFFER,
};

struct own_places {
  uint32_t code;
  uint32_t constant;
  uint32_t data;
};

enum { CHECKED = 0x600D };

#endif
