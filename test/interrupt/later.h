/* Secure interrupts that come when the non-secure program wants them to. */
#ifndef LATER_H
#define LATER_H

/* Some time after this returned, and not before whoever is called next waits. */
void raise_later(unsigned source);

/* Several times while non-secure code runs; it has come when this returns. */
void raise_over_non_secure(unsigned source);

#endif
