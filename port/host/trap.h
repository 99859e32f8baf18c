// SPDX-License-Identifier: Apache-2.0

/* A trap with its number, for the API stubs in runtime/: here a call of the port, which may switch to another fibre. */
#ifndef POSTERN_PORT_TRAP_H
#define POSTERN_PORT_TRAP_H

#include <stdint.h>

uintptr_t postern_trap(unsigned number, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d);

static inline uintptr_t postern_trap1(unsigned number, uintptr_t a) { return postern_trap(number, a, 0, 0, 0); }

static inline uintptr_t postern_trap2(unsigned number, uintptr_t a, uintptr_t b) {
  return postern_trap(number, a, b, 0, 0);
}

static inline uintptr_t postern_trap3(unsigned number, uintptr_t a, uintptr_t b, uintptr_t c) {
  return postern_trap(number, a, b, c, 0);
}

static inline uintptr_t postern_trap4(unsigned number, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d) {
  return postern_trap(number, a, b, c, d);
}

#endif
