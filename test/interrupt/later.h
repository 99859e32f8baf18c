/* Secure interrupts that come when the non-secure program wants them to. */
#ifndef LATER_H
#define LATER_H

/* Some time after this returned, and not before whoever is called next waits. */
void raise_later(unsigned source);

/* That many ticks after this returned; 1 tick is 50 instructions. On a machine without a timer, at once. */
void raise_after(unsigned source, unsigned ticks);

/* Several times while non-secure code runs; it has come when this returns. */
void raise_over_non_secure(unsigned source);

#endif
