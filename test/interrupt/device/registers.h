// SPDX-License-Identifier: Apache-2.0

/* The registers that a call must preserve, filled by a partition that waits and by one that runs meanwhile. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdint.h>

#include "psa/service.h"

/* Waits for one of the signals, with a pattern in r4 to r11. Returns 0 if all are unchanged. */
static inline uint32_t wait_with_full_registers(psa_signal_t signals) {
  register uint32_t r0 __asm("r0") = signals;
  register uint32_t r1 __asm("r1") = PSA_BLOCK;
  __asm volatile(
      "push {r6, r7}             \n" /* r7 can be the frame pointer, which asm cannot name */
      "movs r4, #0x14            \n"
      "movs r5, #0x15            \n"
      "movs r6, #0x16            \n"
      "movs r7, #0x17            \n"
      "mov  r8, #0x18            \n"
      "mov  r9, #0x19            \n"
      "mov  r10, #0x1A           \n"
      "mov  r11, #0x1B           \n"
      "bl   psa_wait             \n"
      "eor  r0, r4, #0x14        \n"
      "eor  r1, r5, #0x15        \n"
      "orr  r0, r0, r1           \n"
      "eor  r1, r6, #0x16        \n"
      "orr  r0, r0, r1           \n"
      "eor  r1, r7, #0x17        \n"
      "orr  r0, r0, r1           \n"
      "eor  r1, r8, #0x18        \n"
      "orr  r0, r0, r1           \n"
      "eor  r1, r9, #0x19        \n"
      "orr  r0, r0, r1           \n"
      "eor  r1, r10, #0x1A       \n"
      "orr  r0, r0, r1           \n"
      "eor  r1, r11, #0x1B       \n"
      "orr  r0, r0, r1           \n"
      "pop  {r6, r7}             \n"
      : "+r"(r0), "+r"(r1)
      :
      : "r2", "r3", "r4", "r5", "r6", "r8", "r9", "r10", "r11", "r12", "lr", "cc", "memory");
  return r0;
}

/* Leaves another pattern in these registers. It stays until the next psa_wait, because no code uses them before. */
static inline void spoil_registers(void) {
  __asm volatile(
      "mov  r4, #0xEE            \n"
      "mov  r5, r4               \n"
      "mov  r6, r4               \n"
      "mov  r8, r4               \n"
      "mov  r9, r4               \n"
      "mov  r10, r4              \n"
      "mov  r11, r4              \n"
      :
      :
      : "r4", "r5", "r6", "r8", "r9", "r10", "r11");
}

#endif
