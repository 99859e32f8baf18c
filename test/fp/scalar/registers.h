// SPDX-License-Identifier: Apache-2.0

/* A processor without vectors: FPSCR has modes only. */
#ifndef REGISTERS_H
#define REGISTERS_H

#define FPU ".fpu fpv5-sp-d16\n"
#define READ_PREDICATES(r) "movs  " r ", #0        \n"
#define WRITE_PREDICATES(r)
#define FOR_COMPILED_LOOPS(r)

enum { PREDICATES = 0, LENGTHS = 0, NO_TAIL = 0 };

/* Counts so many rounds in a register. Returns 0 if it has counted right. */
__attribute__((naked, noinline, unused)) static uint32_t compute(uint32_t rounds __attribute__((unused))) {
  __asm volatile(FPU
                 "movs         r1, #0    \n"
                 "vmov         s0, r1    \n"
                 "vmov.f32     s1, #1.0  \n"
                 "mov          r2, r0    \n"
                 "1:                     \n"
                 "vadd.f32     s0, s0, s1\n"
                 "subs         r2, #1    \n"
                 "bne          1b        \n"
                 "vcvt.u32.f32 s0, s0    \n"
                 "vmov         r1, s0    \n"
                 "eors         r0, r1    \n"
                 "bx           lr        \n");
}

#endif
