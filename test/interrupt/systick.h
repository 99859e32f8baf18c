// SPDX-License-Identifier: Apache-2.0

/* An interrupt of the non-secure world itself. */
#ifndef SYSTICK_H
#define SYSTICK_H

/* Calls the function in the handler, about `ticks` instructions from now. On a machine without this timer, at once. */
void systick_start(unsigned ticks, void (*function)(void));

/* Waits until the function has been called. */
void systick_wait(void);

/* The number of interrupts over secure code so far. */
unsigned systick_came_over_secure(void);

#endif
