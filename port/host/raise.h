// SPDX-License-Identifier: Apache-2.0

/* The devices of the host. Only these functions pend an interrupt line, so a test that calls them runs the same way
 * every time. Partitions and the non-secure program may call them. */
#ifndef POSTERN_PORT_RAISE_H
#define POSTERN_PORT_RAISE_H

#ifdef __cplusplus
extern "C" {
#endif

/* The lines from this one on are the non-secure world's. Their interrupts come over all code of both worlds except the
 * kernel and their own handler: also over a gate, a partition and a sleeping system. */
#define POSTERN_FIRST_NON_SECURE_LINE 32
#define POSTERN_NON_SECURE_LINES 2

/* Sets the handler of a non-secure line. A line without a handler must not be raised. For the non-secure program. */
void postern_set_handler(unsigned source, void (*handler)(void));

/* Pends the line `source` (0-33) now. If it is enabled, its interrupt comes before this returns. */
void postern_raise(unsigned source);

/* Calls `function` as a handler of the non-secure program: its calls count as made in handler mode. */
void postern_in_non_secure_handler(void (*function)(void));

/* Pends the line when a gate next opens; its interrupt comes over the gate. */
void postern_raise_at_gate(unsigned source);

/* Pends the line when the machine next has nothing to do: one line each time, oldest first, at most 34 of them. */
void postern_raise_when_idle(unsigned source);

#ifdef __cplusplus
}
#endif

#endif
