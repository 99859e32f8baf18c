// SPDX-License-Identifier: Apache-2.0

/* The smallest thread switch that an RTOS could have. It keeps EXC_RETURN and the callee-saved registers for each
 * thread, and treats a thread that was pre-empted in secure state like any other. */
#include "switcher.h"

#include <stddef.h>

#include "ticking.h"

#define EXC_RETURN_NON_SECURE_THREAD_PSP 0xFFFFFFBCu
#define EXC_RETURN_SECURE_STACK (1u << 6)
#define XPSR_THUMB (1u << 24)
#define STACK_WORDS 256

struct thread {
  uint32_t registers[8]; /* r4-r11 */
  uint32_t exc_return;
  uint32_t psp;
};

/* Read and written by the handler below, in this layout. */
struct thread switcher_threads[2];
uint32_t switcher_current;

static uint32_t second_stack[STACK_WORDS] __attribute__((aligned(8)));
static void (*second_body)(bool);
static void (*handler_body)(bool);
static volatile bool over_secure;

static void second_thread(void) {
  for (;;) {
    second_body(over_secure);
    ICSR = SET_SYSTICK; /* return to the first */
    __asm volatile("dsb\n isb" ::: "memory");
  }
}

/* Runs in the handler, before the switch; `exc_return` tells what was interrupted. */
__attribute__((used)) static void before_switch(uint32_t exc_return) {
  stop_ticking();
  if (switcher_current == 0) {
    over_secure = (exc_return & EXC_RETURN_SECURE_STACK) != 0;
    handler_body(over_secure);
  }
}

__attribute__((naked)) void SysTick_Handler(void) {
  __asm volatile(
      "push  {r4, lr}            \n"
      "mov   r0, lr              \n"
      "bl    before_switch       \n"
      "pop   {r4, lr}            \n"
      "ldr   r0, =switcher_current \n"
      "ldr   r1, [r0]            \n"
      "eor   r2, r1, #1          \n"
      "str   r2, [r0]            \n"
      "ldr   r3, =switcher_threads \n"
      "movs  r0, #40             \n"
      "mla   r1, r1, r0, r3      \n"
      "mla   r2, r2, r0, r3      \n"
      "stmia r1!, {r4-r11, lr}   \n"
      "mrs   r0, psp             \n"
      "str   r0, [r1]            \n"
      "ldmia r2!, {r4-r11, lr}   \n"
      "ldr   r0, [r2]            \n"
      "msr   psp, r0             \n"
      "bx    lr                  \n");
}

void switcher_start(void (*intruder)(bool), void (*on_switch)(bool)) {
  uint32_t* frame = &second_stack[STACK_WORDS - 8];

  second_body = intruder;
  handler_body = on_switch;
  for (size_t i = 0; i < 8; i++) {
    frame[i] = 0;
  }
  frame[6] = (uint32_t)second_thread & ~1u;
  frame[7] = XPSR_THUMB;
  switcher_threads[1].psp = (uint32_t)frame;
  switcher_threads[1].exc_return = EXC_RETURN_NON_SECURE_THREAD_PSP;
  switcher_current = 0;
}

void switcher_arm(uint32_t ticks) { start_ticking(ticks); }

void switcher_disarm(void) { stop_ticking(); }
