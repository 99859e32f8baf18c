/* Interrupts without a device: a partition of isolation level 1 can pend any source itself. */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdint.h>

enum { SOURCES_IN_A_WORD = 32 };

static volatile uint32_t* nvic(uintptr_t bank, unsigned source) {
  return (volatile uint32_t*)(bank + source / SOURCES_IN_A_WORD * 4);
}

/* Comes before this returns, if nothing masks it. */
static inline void raise_source(unsigned source) {
  *nvic(0xE000E200u, source) = 1u << source % SOURCES_IN_A_WORD;
  __asm volatile("dsb\n\tisb" ::: "memory");
}

static inline int is_masked(unsigned source) {
  return (*nvic(0xE000E100u, source) >> source % SOURCES_IN_A_WORD & 1) == 0;
}

static inline int is_pending(unsigned source) {
  return (*nvic(0xE000E200u, source) >> source % SOURCES_IN_A_WORD & 1) != 0;
}

static inline unsigned priority_of(unsigned source) { return ((volatile uint8_t*)0xE000E400u)[source]; }

/* It targets the secure state, non-secure priorities are in the lower half (AIRCR.PRIS), and its own in the upper. */
static inline int is_before_non_secure(unsigned source) {
  const uint32_t control = *(volatile uint32_t*)0xE000ED0Cu;
  const int is_non_secure = (*nvic(0xE000E380u, source) >> source % SOURCES_IN_A_WORD & 1) != 0;
  return !is_non_secure && (control & 1u << 14) != 0 && priority_of(source) < 0x80;
}

#endif
