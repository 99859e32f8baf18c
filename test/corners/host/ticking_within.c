// SPDX-License-Identifier: Apache-2.0

/* The host has no clock that interrupts. */
#include "ticking_within.h"

bool has_ticks(void) { return false; }
void start_tick(unsigned ticks, void (*look)(void)) {
  (void)ticks;
  (void)look;
}
void stop_tick(void) {}
