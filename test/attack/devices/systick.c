// SPDX-License-Identifier: Apache-2.0

/* The non-secure SysTick, which interrupts all code. */
#include <stdint.h>

#include "ticking.h"

extern volatile uint32_t systicks;
volatile uint32_t systicks;

void SysTick_Handler(void);
void SysTick_Handler(void) { systicks++; }

void systick_run(uint32_t ticks);
void systick_run(uint32_t ticks) {
  start_ticking(ticks);
  if (ticks == 0) {
    stop_ticking();
  }
}
