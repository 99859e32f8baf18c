// SPDX-License-Identifier: Apache-2.0

/* An interrupt of the non-secure world that comes during a call. */
#ifndef TICKING_WITHIN_H
#define TICKING_WITHIN_H

#include <stdbool.h>

bool has_ticks(void);

/* `ticks` ticks of the clock from now, `look` runs in a handler. It comes once, or not at all if stopped before. */
void start_tick(unsigned ticks, void (*look)(void));
void stop_tick(void);

#endif
