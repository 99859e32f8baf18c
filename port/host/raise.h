/* The devices of the host: an interrupt line is pended by whoever calls this, a test as a rule, so a run is the same
 * every time. Both may be called by partitions and by the non-secure program. */
#ifndef POSTERN_PORT_RAISE_H
#define POSTERN_PORT_RAISE_H

#ifdef __cplusplus
extern "C" {
#endif

/* From this line on the interrupts are the non-secure world's. Each comes over all code of both worlds but the kernel
 * and its own handler, a gate, a partition and a sleeping system included. */
#define POSTERN_FIRST_NON_SECURE_LINE 32
#define POSTERN_NON_SECURE_LINES 2

/* Says what handles a non-secure line; without a handler none must be raised. For the non-secure program. */
void postern_set_handler(unsigned source, void (*handler)(void));

/* The line `source` (0-33) is pended now: if it is open, its interrupt comes before this returns. */
void postern_raise(unsigned source);

/* The non-secure program's handler mode: what `function` calls comes from an exception handler of its world. */
void postern_in_non_secure_handler(void (*function)(void));

/* The line is pended when a gate next opens, and comes over the gate. */
void postern_raise_at_gate(unsigned source);

/* The line is pended when the machine next has nothing to do; one line each time, oldest first, at most 32 of them. */
void postern_raise_when_idle(unsigned source);

#ifdef __cplusplus
}
#endif

#endif
