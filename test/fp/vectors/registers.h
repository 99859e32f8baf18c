// SPDX-License-Identifier: Apache-2.0

/* The registers that only a processor with vectors has: VPR, of which P0 is what unprivileged code reaches, and the
 * length of a loop's tail in FPSCR. */
#ifndef REGISTERS_H
#define REGISTERS_H

#define FPU ".arch_extension mve\n"
#define READ_PREDICATES(r) "vmrs  " r ", p0        \n"
#define WRITE_PREDICATES(r) "vmsr  p0, " r "        \n"
#define FOR_COMPILED_LOOPS(r) "mov   " r ", #0x40000  \n vmsr  fpscr, " r "     \n"

enum { PREDICATES = 0xFFFF, LENGTHS = 7 << 16, NO_TAIL = 4 << 16 };

/* Counts so many rounds in the lanes of a vector, half of them down: in a loop with a tail, and in blocks with
 * predicates. Returns 0 if each lane has counted right. */
__attribute__((naked, noinline, unused)) static uint32_t compute(uint32_t rounds __attribute__((unused))) {
  __asm volatile(FPU
                 "push      {r4, lr}     \n"
                 "movs      r1, #1       \n"
                 "movs      r3, #2       \n"
                 "movs      r4, #0       \n"
                 "vmov.i32  q1, #0       \n"
                 "vmov.32   q0[0], r1    \n"
                 "vmov.32   q0[1], r3    \n"
                 "movs      r1, #3       \n"
                 "vmov.32   q0[2], r1    \n"
                 "movs      r1, #4       \n"
                 "vmov.32   q0[3], r1    \n"
                 "lsls      r2, r0, #2   \n"
                 "adds      r2, #1       \n" /* lane 0 has one round more */
                 "wlstp.32  lr, r2, 2f   \n"
                 "1:                     \n"
                 "vpte.s32  gt, q0, r3   \n"
                 "vaddt.i32 q1, q1, q0   \n"
                 "vsube.i32 q1, q1, q0   \n"
                 "letp      lr, 1b       \n"
                 "2:                     \n"
                 "vmov.32   r1, q1[0]    \n"
                 "adds      r1, #1       \n"
                 "adds      r1, r1, r0   \n"
                 "orrs      r4, r1       \n"
                 "vmov.32   r1, q1[1]    \n"
                 "add       r1, r1, r0, lsl #1\n"
                 "orrs      r4, r1       \n"
                 "vmov.32   r1, q1[2]    \n"
                 "sub       r1, r1, r0, lsl #1\n"
                 "subs      r1, r1, r0   \n"
                 "orrs      r4, r1       \n"
                 "vmov.32   r1, q1[3]    \n"
                 "sub       r1, r1, r0, lsl #2\n"
                 "orrs      r4, r1       \n"
                 "mov       r0, r4       \n"
                 "pop       {r4, pc}     \n");
}

#endif
