// SPDX-License-Identifier: Apache-2.0

/* Interrupts without a device: this build lets partitions pend any interrupt line themselves. */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdint.h>

#include "psa/framework_feature.h"

enum { SOURCES_IN_A_WORD = 32 };

/* The interrupt comes before this returns, unless it is masked. */
static inline void raise_source(unsigned source) {
  *(volatile uint32_t*)0xE000EF00u = source;
  __asm volatile("dsb\n\tisb" ::: "memory");
}

/* Only privileged code can read the state of the controller. */
static inline int state_of(uintptr_t bank, unsigned source) {
  const volatile uint32_t* const word = (const volatile uint32_t*)(bank + source / SOURCES_IN_A_WORD * 4);
  return (*word >> source % SOURCES_IN_A_WORD & 1) != 0;
}

static inline int is_masked(unsigned source) {
  return PSA_FRAMEWORK_ISOLATION_LEVEL > 1 || !state_of(0xE000E100u, source);
}

static inline int is_pending(unsigned source) {
  return PSA_FRAMEWORK_ISOLATION_LEVEL > 1 || state_of(0xE000E200u, source);
}

static inline unsigned priority_of(unsigned source) {
  return PSA_FRAMEWORK_ISOLATION_LEVEL > 1 ? 0 : ((volatile uint8_t*)0xE000E400u)[source];
}

/* Whether the line targets the secure state, non-secure priorities are in the lower half (AIRCR.PRIS), and its own is
 * in the upper. */
static inline int is_before_non_secure(unsigned source) {
  if (PSA_FRAMEWORK_ISOLATION_LEVEL > 1) {
    return 1;
  }
  const uint32_t control = *(volatile uint32_t*)0xE000ED0Cu;
  return !state_of(0xE000E380u, source) && (control & 1u << 14) != 0 && priority_of(source) < 0x80;
}

#endif
