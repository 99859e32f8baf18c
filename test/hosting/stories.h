// SPDX-License-Identifier: Apache-2.0

/* The interface between the suite, which is a library, and the program that links it. */
#ifndef STORIES_H
#define STORIES_H

#include <stdint.h>

/* Ends with end(). It must be called again after a reset. */
void run_hosting(void);

/* Defined by the program. */
_Noreturn void end(uint32_t status);

#endif
