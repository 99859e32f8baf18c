// SPDX-License-Identifier: Apache-2.0

/* The registers before and after a call, for functions in assembly: patterns that fill them, and a record of them. */
#ifndef RECORDED_REGISTERS_H
#define RECORDED_REGISTERS_H

#include <stdint.h>

/* r0-r12 and the flags, as they were at one moment. */
struct registers {
  uint32_t r[13];
  uint32_t flags;
};

/* Assembly text that loads a register with its own pattern, whose high half is `high`. */
#define FILL(register, number, high, low) "movw " #register ", #" #low "+" #number "\n movt " #register ", #" #high "\n"
#define FILL_4_TO_12(high, low) \
  FILL(r4, 4, high, low)        \
  FILL(r5, 5, high, low)        \
  FILL(r6, 6, high, low)        \
  FILL(r7, 7, high, low)        \
  FILL(r8, 8, high, low)        \
  FILL(r9, 9, high, low) FILL(r10, 10, high, low) FILL(r11, 11, high, low) FILL(r12, 12, high, low)

/* Assembly text that records all registers in the struct registers whose address is on top of the stack. The address
 * stays there, and is in r0 afterwards; r1 changes. */
#define RECORD_REGISTERS  \
  "push {r0}          \n" \
  "ldr  r0, [sp, #4]  \n" \
  "str  r1, [r0, #4]  \n" \
  "mrs  r1, apsr      \n" \
  "str  r1, [r0, #52] \n" \
  "add  r1, r0, #8    \n" \
  "stm  r1, {r2-r12}  \n" \
  "pop  {r1}          \n" \
  "str  r1, [r0]      \n"

#endif
