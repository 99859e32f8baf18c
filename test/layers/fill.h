// SPDX-License-Identifier: Apache-2.0

/* Gives each of the registers r0 to r12 a value of its own, in a function without a frame. */
#ifndef FILL_H
#define FILL_H

#define FILLED(number) (0x0A550000u + (number))

#define FILL_REGISTERS                                                                                           \
  "movw r0, #0  \n movt r0, #0x0A55 \n add r1, r0, #1 \n add r2, r0, #2 \n add r3, r0, #3 \n add r4, r0, #4  \n" \
  "add  r5, r0, #5 \n add r6, r0, #6 \n add r7, r0, #7 \n add r8, r0, #8 \n add r9, r0, #9 \n"                   \
  "add  r10, r0, #10 \n add r11, r0, #11 \n add r12, r0, #12 \n"

#endif
