/* The registers of the FPU, with a pattern that tells whose they are. Used on both sides of the boundary, which are
 * compiled without floating point: no code but this touches the unit. */
#ifndef FPU_H
#define FPU_H

#include <stdint.h>

struct fpu {
  uint32_t s[32];
  uint32_t fpscr;
};

/* The top byte of each register that has a pattern. */
enum owner {
  NO_OWNER,
  NON_SECURE = 0xC1,
  NON_SECURE_HANDLER,
  FIRST_PARTITION = 0x5A,
  SECOND_PARTITION,
  ALARMER_PARTITION
};

enum { CALLEE_SAVED = 16, SECURE_TAG = 0x50, MODES = 0x03C00000 /* of FPSCR: DN, FZ and the rounding mode */ };

/* A function with its four arguments. */
struct made_call {
  uint32_t function;
  uint32_t arguments[4];
};

#define FPU ".fpu fpv5-sp-d16\n"

__attribute__((naked, noinline, unused)) static void fpu_load(const struct fpu* from __attribute__((unused))) {
  __asm volatile(FPU
                 "vldm  r0!, {s0-s31} \n"
                 "ldr   r0, [r0]      \n"
                 "vmsr  fpscr, r0     \n"
                 "bx    lr            \n");
}

__attribute__((naked, noinline, unused)) static void fpu_store(struct fpu* to __attribute__((unused))) {
  __asm volatile(FPU
                 "vstm  r0!, {s0-s31} \n"
                 "vmrs  r1, fpscr     \n"
                 "str   r1, [r0]      \n"
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
                 "ldr   r0, [r0]      \n"
                 "vmsr  fpscr, r0     \n"
                 "ldr   r12, [r2]     \n"
                 "ldr   r0, [r2, #4]  \n"
                 "ldr   r1, [r2, #8]  \n"
                 "ldr   r3, [r2, #16] \n"
                 "ldr   r2, [r2, #12] \n"
                 "blx   r12           \n"
                 "vstm  r4!, {s0-s31} \n"
                 "vmrs  r1, fpscr     \n"
                 "str   r1, [r4]      \n"
                 "pop   {r4, pc}      \n");
}

/* Each owner has other modes. */
static inline uint32_t modes_of(enum owner owner) {
  return owner == NO_OWNER ? 0 : ((uint32_t)owner % 7 + 1) << 22 | (owner < NON_SECURE ? 0x02000000u : 0);
}

static inline struct fpu pattern_of(enum owner owner) {
  struct fpu fpu = {.fpscr = modes_of(owner)};
  for (uint32_t n = 0; n < 32; n++) {
    fpu.s[n] = (uint32_t)owner << 24 | 0xAB00 | n;
  }
  return fpu;
}

/* How many registers, FPSCR included, hold what is neither zero nor this owner's. */
static inline uint32_t foreign_in(const struct fpu* fpu, enum owner owner) {
  const uint32_t modes = fpu->fpscr & MODES;
  uint32_t foreign = modes != 0 && modes != modes_of(owner);
  for (uint32_t n = 0; n < 32; n++) {
    foreign += fpu->s[n] != 0 && fpu->s[n] >> 24 != owner;
  }
  return foreign;
}

/* How many registers, FPSCR included, hold what is a partition's: its modes have DN. */
static inline uint32_t secrets_in(const struct fpu* fpu) {
  uint32_t secrets = (fpu->fpscr & MODES) > 0x01C00000;
  for (uint32_t n = 0; n < 32; n++) {
    secrets += (fpu->s[n] >> 24 & 0xF0) == SECURE_TAG;
  }
  return secrets;
}

/* How many registers from s<first> on, and the mode bits of FPSCR, are not what they were. */
static inline uint32_t lost_in(const struct fpu* after, const struct fpu* before, uint32_t first) {
  uint32_t lost = ((after->fpscr ^ before->fpscr) & MODES) != 0;
  for (uint32_t n = first; n < 32; n++) {
    lost += after->s[n] != before->s[n];
  }
  return lost;
}

#endif
