// SPDX-License-Identifier: Apache-2.0

/* Supervisor calls of the non-secure program: they change the privilege of its thread, and run functions in handler
 * mode. */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

/* Make thread mode unprivileged, and privileged again. */
void drop_privilege(void);
void regain_privilege(void);

/* Runs the function in handler mode. */
void in_handler(void (*function)(void));

#endif
