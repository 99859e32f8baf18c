// SPDX-License-Identifier: Apache-2.0

/* Requests to OPENER: a list of orders, with one word of answer for each. */
#ifndef OPENER_H
#define OPENER_H

#include <stdint.h>

#include "facts.h"

enum order_kind {
  READ,
  WRITE,
  READ_UNPRIVILEGED, /* by an instruction that is checked as unprivileged */
  COUNT_OPEN_BLOCKS, /* of the memory controller at `address`, in words of 32 blocks: how many are not completely closed
                      */
  FIRST_OPEN_BLOCKS, /* the first of these words, or NONE */
  LAST_OPEN_BLOCKS,  /* the last one */
  HALF_OPEN_BLOCKS,  /* words that are neither all open nor all closed */
  MAIN_STACK_LIMIT,  /* MSPLIM */
  OVERFLOW_MAIN_STACK, /* moves the main stack pointer below its limit */
  OVERFLOW_OWN_STACK,
  FAULT_WITH_REGISTERS, /* branches to WITHOUT_A_ROW, with FILLED registers; so does its FLIH function */
  FAULT_WITHOUT_ROOM,   /* the same, with the stack pointer at its limit */
  CALL_SUPERVISOR,      /* with a number that no call has */
  START_DIRTY,          /* with memory from `address` to `value` filled */
};

struct order {
  uint32_t kind;
  uint32_t address;
  uint32_t value;
};

enum { ORDERS = 16 };
#define WITHOUT_A_ROW SPARE_DEVICE_AT_SECURE
#define NONE 0xFFFFFFFFu

#endif
