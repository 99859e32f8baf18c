// SPDX-License-Identifier: Apache-2.0

/* A supervisor call with its number in the instruction, for the API stubs in runtime/.
 *
 * Arguments and answer travel in r0-r3; all other registers and the flags keep their values, because the hardware saves
 * them in the frame or the kernel does not change them. A register without an argument has any value: the kernel does
 * not read it. */
#ifndef POSTERN_PORT_TRAP_H
#define POSTERN_PORT_TRAP_H

#include <stdint.h>

__attribute__((always_inline)) static inline uintptr_t postern_trap1(const unsigned number, uintptr_t a) {
  register uintptr_t r0 __asm__("r0") = a;
  __asm__ volatile("svc %1" : "+r"(r0) : "i"(number) : "memory");
  return r0;
}

__attribute__((always_inline)) static inline uintptr_t postern_trap2(const unsigned number, uintptr_t a, uintptr_t b) {
  register uintptr_t r0 __asm__("r0") = a;
  register uintptr_t r1 __asm__("r1") = b;
  __asm__ volatile("svc %1" : "+r"(r0) : "i"(number), "r"(r1) : "memory");
  return r0;
}

__attribute__((always_inline)) static inline uintptr_t postern_trap3(const unsigned number, uintptr_t a, uintptr_t b,
                                                                     uintptr_t c) {
  register uintptr_t r0 __asm__("r0") = a;
  register uintptr_t r1 __asm__("r1") = b;
  register uintptr_t r2 __asm__("r2") = c;
  __asm__ volatile("svc %1" : "+r"(r0) : "i"(number), "r"(r1), "r"(r2) : "memory");
  return r0;
}

__attribute__((always_inline)) static inline uintptr_t postern_trap4(const unsigned number, uintptr_t a, uintptr_t b,
                                                                     uintptr_t c, uintptr_t d) {
  register uintptr_t r0 __asm__("r0") = a;
  register uintptr_t r1 __asm__("r1") = b;
  register uintptr_t r2 __asm__("r2") = c;
  register uintptr_t r3 __asm__("r3") = d;
  __asm__ volatile("svc %1" : "+r"(r0) : "i"(number), "r"(r1), "r"(r2), "r"(r3) : "memory");
  return r0;
}

#endif
