// SPDX-License-Identifier: Apache-2.0

/* The SysTick of the non-secure world, and the processor's registers for its handlers. */
#ifndef TICKING_H
#define TICKING_H

#include <stdint.h>

#define SYST_CSR (*(volatile uint32_t*)0xE000E010)
#define SYST_RVR (*(volatile uint32_t*)0xE000E014)
#define SYST_CVR (*(volatile uint32_t*)0xE000E018)
#define ICSR (*(volatile uint32_t*)0xE000ED04)
#define SHPR2 (*(volatile uint32_t*)0xE000ED1C)
#define SHPR3 (*(volatile uint32_t*)0xE000ED20)
#define SHCSR (*(volatile uint32_t*)0xE000ED24)
enum { RUN_AND_INTERRUPT = 7, CLEAR_SYSTICK = 1 << 25, SET_SYSTICK = 1 << 26, SET_PENDSV = 1 << 28 };

/* Interrupts after this many ticks of the system clock, and again after as many. */
static inline void start_ticking(uint32_t ticks) {
  SYST_RVR = ticks;
  SYST_CVR = 0;
  SYST_CSR = RUN_AND_INTERRUPT;
}

static inline void stop_ticking(void) {
  SYST_CSR = 0;
  ICSR = CLEAR_SYSTICK;
}

#endif
