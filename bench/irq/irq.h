// SPDX-License-Identifier: Apache-2.0

/* Requests to IRQ. */
#ifndef IRQ_H
#define IRQ_H

#include <stdint.h>

enum irq_request {
  IRQ_NOTHING = 0, /* answered at once */
  IRQ_START,       /* the function runs once, when the time has passed; it asserts no signal */
  IRQ_FIRST,       /* waits for the signal of that function */
  IRQ_SECOND,      /* waits for an interrupt of second-level handling */
  IRQ_WRITE,       /* one write of the whole output */
};

enum { LARGEST_WRITE = 16384 };

#endif
