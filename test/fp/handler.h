// SPDX-License-Identifier: Apache-2.0

/* A handler or another thread that uses the FPU, at a chosen moment. */
#ifndef HANDLER_H
#define HANDLER_H

#include <stdint.h>

#include "fpu.h"

/* When the handler uses the unit: at once, after a while, or over it too. */
enum patience { WAITS_NOT, WAITS_FIRST, WAITS_WITH_REGISTERS };

/* Forgets what was found wrong. */
void begin_watching(enum patience of_handler);

/* The handler comes so many ticks of SysTick later, once. */
void disturb_later(uint32_t ticks);

/* The same, but the handler switches to another thread that uses the FPU, and the next one back. */
void switch_later(uint32_t ticks);

/* The system clock, counted from a beginning on, for a while. */
void begin_counting(void);
uint32_t ticks_counted(void);

int has_disturbed(void);

/* Waits for it, and for the thread. Returns 0 if it did not come. */
int finish_disturbing(uint32_t most_waits);

/* Makes a call in a handler, with the handler's pattern in the registers. Returns how many of them were lost. */
uint32_t wrong_across_in_handler(struct made_call call, uint32_t right);

/* How many registers held what is a partition's when the handler began, or what was not its own after a call that the
 * handler or the thread made. */
uint32_t wrong_in_handler(void);

#endif
