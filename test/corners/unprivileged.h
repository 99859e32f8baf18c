/* Non-secure code without privilege, and memory that it may not touch. */
#ifndef UNPRIVILEGED_H
#define UNPRIVILEGED_H

#include <stdbool.h>

bool has_unprivileged(void);

/* 0x77, for privileged code only while run_unprivileged() runs something. */
const void* privileged_byte(void);

/* Under the non-secure protection unit, which gives it everything but that byte's surroundings. */
void run_unprivileged(void (*function)(void));

#endif
