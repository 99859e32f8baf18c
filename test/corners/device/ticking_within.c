// SPDX-License-Identifier: Apache-2.0

/* The non-secure SysTick. */
#include "ticking_within.h"

#include "ticking.h"

static void (*look_now)(void);

void SysTick_Handler(void);
void SysTick_Handler(void) {
  stop_ticking();
  look_now();
}

bool has_ticks(void) { return true; }

void start_tick(unsigned ticks, void (*look)(void)) {
  look_now = look;
  start_ticking(ticks);
}

void stop_tick(void) { stop_ticking(); }
