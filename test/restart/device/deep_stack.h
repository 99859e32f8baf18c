// SPDX-License-Identifier: Apache-2.0

/* A part of this partition's stack that is far below what it uses here. */
#ifndef DEEP_STACK_H
#define DEEP_STACK_H

#include <stdint.h>

enum { DEEP_FIRST_WORD = 150, DEEP_LAST_WORD = 250 };

static inline volatile uint32_t* deep_stack(void) {
  return (volatile uint32_t*)__builtin_frame_address(0) - DEEP_LAST_WORD;
}

static inline void fill_deep_stack(uint32_t word) {
  volatile uint32_t* const stack = deep_stack();
  for (int i = 0; i < DEEP_LAST_WORD - DEEP_FIRST_WORD; ++i) {
    stack[i] = word;
  }
}

static inline int is_deep_stack_clear(void) {
  const volatile uint32_t* const stack = deep_stack();
  uint32_t seen = 0;
  for (int i = 0; i < DEEP_LAST_WORD - DEEP_FIRST_WORD; ++i) {
    seen |= stack[i];
  }
  return seen == 0;
}

#endif
