// SPDX-License-Identifier: Apache-2.0

/* Assembly for the stories: registers before and after a call, masks, handlers. */
#include "registers.h"

#include "stories.h"
#include "supervisor.h"
#include "ticking.h"

volatile struct registers interrupt_began;
volatile uint32_t interrupt_return;

__attribute__((naked)) void call_and_look(struct registers* after __attribute__((unused)),
                                          uint32_t handle __attribute__((unused))) {
  __asm volatile(
      "push {r4-r11, lr}      \n"
      "push {r0, r1}          \n"
      "mov  r0, r1            \n" FILL_4_TO_12(0x0A55, 0xAA00)                            /* */
      "movs r1, #0            \n" FILL(r2, 2, 0x0A55, 0xAA00) FILL(r3, 3, 0x0A55, 0xAA00) /* */
      "bl   tfm_psa_call_veneer\n" RECORD_REGISTERS
      "pop  {r0, r1}          \n"
      "pop  {r4-r11, pc}      \n");
}

__attribute__((naked)) uint32_t call_on_full_stack(uint32_t handle __attribute__((unused))) {
  __asm volatile(
      "push {r4, lr}          \n"
      "mov  r4, sp            \n"
      "msr  psplim, r4        \n"
      "movs r1, #0            \n"
      "movs r2, #0            \n"
      "movs r3, #0            \n"
      "bl   tfm_psa_call_veneer\n"
      "movs r4, #0            \n"
      "msr  psplim, r4        \n"
      "clz  r0, r0            \n" /* 0 is the right answer */
      "lsrs r0, r0, #5        \n"
      "pop  {r4, pc}          \n");
}

void with_masks(const struct masks* masks, void (*body)(void)) {
  uint32_t before;
  __asm volatile("mrs %0, control" : "=r"(before));
  __asm volatile(
      "msr primask, %0   \n"
      "msr basepri, %1   \n"
      "msr faultmask, %2 \n"
      "msr control, %3   \n"
      "isb" ::"r"(masks->primask),
      "r"(masks->basepri), "r"(masks->faultmask), "r"(before | masks->control)
      : "memory");
  body();
  if ((masks->control & 1) != 0) {
    regain_privilege();
  }
  __asm volatile(
      "msr faultmask, %0 \n"
      "msr basepri, %0   \n"
      "msr primask, %0   \n"
      "msr control, %1   \n"
      "isb" ::"r"(0),
      "r"(before)
      : "memory");
}

__attribute__((used)) static void stop_systick(void) { stop_ticking(); }

/* This code can rely on the stack pointer alone. */
__attribute__((naked)) void SysTick_Handler(void);
__attribute__((naked)) void SysTick_Handler(void) {
  __asm volatile(
      "push {r4-r11, lr}        \n"
      "push {r0-r3, r12}        \n"
      "ldr  r0, =interrupt_began\n"
      "pop  {r4-r7, r12}        \n"
      "stm  r0!, {r4-r7}        \n"
      "ldm  sp, {r4-r11}        \n"
      "stm  r0!, {r4-r11}       \n"
      "str  r12, [r0]           \n"
      "ldr  r0, =interrupt_return\n"
      "str  lr, [r0]            \n"
      "bl   stop_systick        \n"
      "pop  {r4-r11, pc}        \n");
}

void interrupted_after(uint32_t ticks, void (*body)(void)) {
  interrupt_return = 0;
  start_ticking(ticks);
  body();
  stop_systick();
}
