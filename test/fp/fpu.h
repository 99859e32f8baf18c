// SPDX-License-Identifier: Apache-2.0

/* The registers of the FPU, with a pattern that tells whose they are. Used on both sides of the boundary, which are
 * compiled without floating point: no code but this and compute() touches the unit. */
#ifndef FPU_H
#define FPU_H

#include <stdint.h>

#include "registers.h" /* of the board's kind of unit */

struct fpu {
  uint32_t s[32]; /* the vectors q0 to q7 are these too */
  uint32_t fpscr;
  uint32_t vpr;
};

/* The top byte of each register that has a pattern. */
enum owner {
  NO_OWNER,
  NON_SECURE = 0xC1,
  NON_SECURE_HANDLER,
  NON_SECURE_THREAD,
  FIRST_PARTITION = 0x59,
  SECOND_PARTITION,
  ALARMER_PARTITION
};

enum { CALLEE_SAVED = 16, SECURE_TAG = 0x50 };
/* Of FPSCR: DN, FZ and the rounding mode. */
enum { DEFAULT_NAN = 1 << 25, ROUNDING = 22, MODES = 0x03C00000 | LENGTHS };

/* A function with its four arguments. */
struct made_call {
  uint32_t function;
  uint32_t arguments[4];
};

__attribute__((naked, noinline, unused)) static void fpu_load(const struct fpu* from __attribute__((unused))) {
  __asm volatile(FPU
                 "vldm  r0!, {s0-s31} \n"
                 "ldm   r0, {r1, r2}  \n"
                 "vmsr  fpscr, r1     \n" WRITE_PREDICATES("r2") "bx    lr            \n");
}

/* Of them those that a function may leave changed: s0 to s15, FPSCR and the predicates. */
__attribute__((naked, noinline, unused)) static void fpu_load_scratch(const struct fpu* from __attribute__((unused))) {
  __asm volatile(FPU
                 "vldm  r0, {s0-s15}  \n"
                 "add   r0, #128       \n"
                 "ldm   r0, {r0, r1}  \n"
                 "vmsr  fpscr, r0     \n" WRITE_PREDICATES("r1") "bx    lr            \n");
}

__attribute__((naked, noinline, unused)) static void fpu_store(struct fpu* to __attribute__((unused))) {
  __asm volatile(FPU
                 "vstm  r0!, {s0-s31} \n"
                 "vmrs  r1, fpscr     \n"
                 READ_PREDICATES("r2")
                 "stm   r0, {r1, r2}  \n"
                 "bx    lr            \n");
}

/* Makes a call with these values in the registers and notes what is in them right behind it. Returns r0. */
__attribute__((naked, noinline, unused)) static uint32_t fpu_across(const struct fpu* before __attribute__((unused)),
                                                                    struct fpu* after __attribute__((unused)),
                                                                    const struct made_call* call
                                                                    __attribute__((unused))) {
  __asm volatile(FPU
                 "push  {r4, lr}      \n"
                 "mov   r4, r1        \n"
                 "vldm  r0!, {s0-s31} \n"
                 "ldm   r0, {r0, r1}  \n"
                 "vmsr  fpscr, r0     \n"
                 WRITE_PREDICATES("r1")
                 "ldr   r12, [r2]     \n"
                 "ldr   r0, [r2, #4]  \n"
                 "ldr   r1, [r2, #8]  \n"
                 "ldr   r3, [r2, #16] \n"
                 "ldr   r2, [r2, #12] \n"
                 "blx   r12           \n"
                 "vstm  r4!, {s0-s31} \n"
                 "vmrs  r1, fpscr     \n"
                 READ_PREDICATES("r2")
                 "stm   r4, {r1, r2}  \n"
                 FOR_COMPILED_LOOPS("r1")
                 "pop   {r4, pc}      \n");
}

/* From here on no code owns the registers, whatever is in them (CONTROL.FPCA). */
__attribute__((naked, noinline, unused)) static void disown_fpu(void) {
  __asm volatile(
      "mrs   r0, control   \n"
      "bic   r0, #4        \n"
      "msr   control, r0   \n"
      "isb                 \n"
      "bx    lr            \n");
}

/* Each owner has other modes. */
static inline uint32_t modes_of(enum owner owner) {
  if (owner == NO_OWNER) {
    return NO_TAIL;
  }
  return ((uint32_t)owner % 7 + 1) << ROUNDING | (owner < NON_SECURE ? (uint32_t)DEFAULT_NAN : 0) | NO_TAIL;
}

static inline uint32_t predicates_of(enum owner owner) { return ((uint32_t)owner << 8 | (uint32_t)owner) & PREDICATES; }

/* Each register of FIRST looks like the status word of a thread in Thumb state and in no IT block. In the frame of a
 * thread with registers, one of them lies where that word is without them. */
static inline struct fpu pattern_of(enum owner owner) {
  struct fpu fpu = {.fpscr = modes_of(owner), .vpr = predicates_of(owner)};
  for (uint32_t n = 0; n < 32; n++) {
    fpu.s[n] = (uint32_t)owner << 24 | 0x0300 | n;
  }
  return fpu;
}

/* How many registers, FPSCR and VPR included, hold what is neither zero nor this owner's. */
static inline uint32_t foreign_in(const struct fpu* fpu, enum owner owner) {
  const uint32_t modes = fpu->fpscr & MODES;
  uint32_t foreign = modes != modes_of(NO_OWNER) && modes != modes_of(owner);
  foreign += fpu->vpr != 0 && fpu->vpr != predicates_of(owner);
  for (uint32_t n = 0; n < 32; n++) {
    foreign += fpu->s[n] != 0 && fpu->s[n] >> 24 != owner;
  }
  return foreign;
}

/* How many registers, FPSCR and VPR included, hold what is a partition's: its modes have DN. */
static inline uint32_t secrets_in(const struct fpu* fpu) {
  uint32_t secrets = (fpu->fpscr & DEFAULT_NAN) != 0;
  secrets += (fpu->vpr >> 8 & 0xF0) == SECURE_TAG;
  for (uint32_t n = 0; n < 32; n++) {
    secrets += (fpu->s[n] >> 24 & 0xF0) == SECURE_TAG;
  }
  return secrets;
}

/* How many registers from s<first> on are not what they were, and the mode bits of FPSCR; from s0 on, VPR too. */
static inline uint32_t lost_in(const struct fpu* after, const struct fpu* before, uint32_t first) {
  uint32_t lost = ((after->fpscr ^ before->fpscr) & MODES) != 0;
  lost += first == 0 && after->vpr != before->vpr;
  for (uint32_t n = first; n < 32; n++) {
    lost += after->s[n] != before->s[n];
  }
  return lost;
}

#endif
