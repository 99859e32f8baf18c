// SPDX-License-Identifier: Apache-2.0

/* The registers with which this partition's thread begins, and values in those that the kernel keeps while it waits. */
#ifndef FIRST_REGISTERS_H
#define FIRST_REGISTERS_H

#include <stdint.h>

#include "psa/service.h"
#include "runtime/trap_numbers.h"

enum { KEPT_REGISTERS = 8, FILLED = 0x5EC2E75E };

static volatile uint32_t first_registers[KEPT_REGISTERS] __attribute__((used));
extern unsigned char postern_stack[];

/* The function `name` begins the partition: it stores r4 to r11 and goes on in `next`. */
#define STORES_REGISTERS(name, next)                   \
  __attribute__((naked)) void name(void) {             \
    __asm volatile(                                    \
        "ldr   r0, =first_registers              \n"   \
        "stmia r0, {r4-r11}                      \n"   \
        "b     " #next "                         \n"); \
  }

/* The code of the runtime runs first, and may have left the same values at boot. */
static volatile uint32_t registers_at_boot[KEPT_REGISTERS] __attribute__((section(".noinit")));

static inline void keep_registers_of_boot(void) {
  for (int i = 0; i < KEPT_REGISTERS; ++i) {
    registers_at_boot[i] = first_registers[i];
  }
}

static inline int are_registers_as_at_boot(void) {
  int others = 0;
  for (int i = 0; i < KEPT_REGISTERS; ++i) {
    others += first_registers[i] != registers_at_boot[i];
  }
  return others == 0;
}

/* psa_wait, which takes the arguments where they are, with values in r4 to r11. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
__attribute__((naked, noinline)) static psa_signal_t wait_with_filled_registers(psa_signal_t signals,
                                                                                uint32_t timeout) {
  __asm volatile(
      "push  {r3-r11, lr} \n"
      "ldr   r4, =%c0     \n"
      "mov   r5, r4       \n"
      "mov   r6, r4       \n"
      "mov   r7, r4       \n"
      "mov   r8, r4       \n"
      "mov   r9, r4       \n"
      "mov   r10, r4      \n"
      "mov   r11, r4      \n"
      "bl    psa_wait     \n"
      "pop   {r3-r11, pc} \n"
      :
      : "i"(FILLED));
}
#pragma GCC diagnostic pop

/* The processor cannot store the frame of the trap, so a fault comes instead and the trap stays pending. */
static inline void call_without_stack(void) {
  __asm volatile(
      "mov   sp, %0 \n"
      "svc   %1     \n"
      :
      : "r"(postern_stack + 8), "i"(POSTERN_TRAP_WAIT));
}

#endif
