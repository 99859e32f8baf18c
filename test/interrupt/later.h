// SPDX-License-Identifier: Apache-2.0

/* Secure interrupts at a time that the non-secure program chooses. */
#ifndef LATER_H
#define LATER_H

/* The interrupt comes after this returns, and after the partition that is called next has begun to wait. */
void raise_later(unsigned source);

/* The interrupt comes that many ticks after this returns; 1 tick is 50 instructions. On a machine without a timer it
 * comes at once. */
void raise_after(unsigned source, unsigned ticks);

/* Raises the line several times while non-secure code runs; the interrupts have come when this returns. */
void raise_over_non_secure(unsigned source);

#endif
