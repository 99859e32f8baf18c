// SPDX-License-Identifier: Apache-2.0

/* Unprivileged non-secure code, and memory that it may not access. */
#ifndef UNPRIVILEGED_H
#define UNPRIVILEGED_H

#include <stdbool.h>

bool has_unprivileged(void);

/* Holds 0x77; only privileged code can read it while one of the following runs a function. */
const void* privileged_byte(void);

/* Runs the function under the non-secure MPU, which grants unprivileged code all memory but that byte's granule. */
void run_privileged(void (*function)(void));
void run_unprivileged(void (*function)(void));

#endif
