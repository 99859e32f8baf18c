// SPDX-License-Identifier: Apache-2.0

/* A restart with registers and memory in a state that boot does not expect (dirt.c). */
#ifndef DIRT_H
#define DIRT_H

#include <stdint.h>

/* Restarts the system, with memory from `first` up to `end` and every boundary register in a state that boot does not
 * want. */
_Noreturn void start_dirty(uint32_t first, uint32_t end);

#endif
