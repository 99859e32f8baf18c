// SPDX-License-Identifier: Apache-2.0

/* Calls a function with a pattern in every register that it must preserve, and records all registers afterwards. Used
 * in both worlds. */
#ifndef LOOK_H
#define LOOK_H

#include <stdint.h>

#include "recorded_registers.h"

struct made_call {
  uint32_t function;
  uint32_t arguments[4];
  volatile uint32_t phase; /* 0 before the call, 1 during it, 2 after it */
};

struct look {
  struct registers registers;
  uint32_t stack_moved;
  uint32_t masks; /* PRIMASK, BASEPRI and FAULTMASK, combined */
  uint32_t control;
  uint32_t stack_limit;
};

enum { PRIMASK_AND_FAULTMASK = 3 };
#define PATTERN_OF(n) (0x0A55AA00u + (n))

/* Returns r0. */
__attribute__((naked, noinline, unused)) static uint32_t look(struct look* after __attribute__((unused)),
                                                              struct made_call* call __attribute__((unused))) {
  __asm volatile(
      "push  {r4-r11, lr}     \n"
      "mov   r2, sp           \n"
      "push  {r0-r2}          \n" /* r2: the stack pointer, which must be the same afterwards */
      FILL_4_TO_12(0x0A55, 0xAA00)
      "movs  r0, #1           \n"
      "ldr   r12, [r1]        \n"
      "ldr   r2, [r1, #12]    \n"
      "ldr   r3, [r1, #16]    \n"
      "str   r0, [r1, #20]    \n"
      "ldr   r0, [r1, #4]     \n"
      "ldr   r1, [r1, #8]     \n"
      "blx   r12              \n"
      RECORD_REGISTERS
      "ldr   r1, [sp, #4]     \n"
      "movs  r2, #2           \n"
      "str   r2, [r1, #20]    \n"
      "ldr   r1, [sp, #8]     \n"
      "subs  r1, #12          \n"
      "mov   r2, sp           \n"
      "subs  r1, r2           \n"
      "str   r1, [r0, #56]    \n"
      "mrs   r1, primask      \n"
      "mrs   r2, basepri      \n"
      "orr   r1, r1, r2, lsl #8\n"
      "mrs   r2, faultmask    \n"
      "orr   r1, r1, r2, lsl #1\n"
      "str   r1, [r0, #60]    \n"
      "mrs   r1, control      \n"
      "str   r1, [r0, #64]    \n"
      "mrs   r1, psplim       \n"
      "str   r1, [r0, #68]    \n"
      "ldr   r0, [r0]         \n"
      "add   sp, #12          \n"
      "pop   {r4-r11, pc}     \n");
}

/* Whether r4 to r11, the stack pointer and the masks are right for a finished call. BASEPRI can mask the interrupts of
 * the non-secure world while its code is suspended. */
static inline uint32_t is_undamaged(const struct look* after) {
  uint32_t wrong = after->stack_moved | (after->masks & PRIMASK_AND_FAULTMASK);
  for (uint32_t n = 4; n <= 11; n++) {
    wrong |= after->registers.r[n] ^ PATTERN_OF(n);
  }
  return wrong == 0;
}

/* For partitions: makes a call, and counts in `damage` what it has damaged. */
static inline uint32_t watched(uint32_t* damage, const void* function, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  struct made_call call = {(uint32_t)function, {a, b, c, d}, 0};
  struct look after;
  const uint32_t result = look(&after, &call);
  *damage += !is_undamaged(&after);
  return result;
}

#endif
