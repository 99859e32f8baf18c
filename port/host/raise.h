/* The devices of the host: an interrupt line is pended by whoever calls this, a test as a rule, so a run is the same
 * every time. Both may be called by partitions and by the non-secure program. */
#ifndef POSTERN_PORT_RAISE_H
#define POSTERN_PORT_RAISE_H

#ifdef __cplusplus
extern "C" {
#endif

/* The line `source` (0-31) is pended now: if it is enabled, its interrupt comes before this returns. */
void postern_raise(unsigned source);

/* The non-secure program's handler mode: what `function` calls comes from an exception handler of its world. */
void postern_in_non_secure_handler(void (*function)(void));

/* The line is pended when the machine next has nothing to do; one line each time, oldest first, at most 32 of them. */
void postern_raise_when_idle(unsigned source);

#ifdef __cplusplus
}
#endif

#endif
