// SPDX-License-Identifier: Apache-2.0

#include "other_thread.h"

#include <string.h>

enum { STACK_WORDS = 128, FRAME_WORDS = 8 };

/* PSP, PSPLIM, r4-r11 and EXC_RETURN of what was interrupted, for the way back. */
__attribute__((used)) static uint32_t interrupted[11];
static uint32_t other_stack[STACK_WORDS] __attribute__((aligned(8)));
__attribute__((used)) static uint32_t* const other_frame = other_stack + STACK_WORDS - FRAME_WORDS;

__attribute__((naked)) void end_other_thread(void) { __asm volatile("svc 0 \n"); }

void prepare_other_thread(void (*body)(void)) {
  memset(other_frame, 0, FRAME_WORDS * sizeof *other_frame);
  other_frame[5] = (uint32_t)end_other_thread;
  other_frame[6] = (uint32_t)body & ~1u;
  other_frame[7] = 1u << 24;
}

__attribute__((naked)) void SysTick_Handler(void);
__attribute__((naked)) void SysTick_Handler(void) {
  __asm volatile(
      "push  {r4, lr}         \n"
      "mov   r0, lr           \n"
      "bl    on_systick       \n"
      "pop   {r4, lr}         \n"
      "cmp   r0, #0           \n"
      "bne   1f               \n"
      "bx    lr               \n"
      "1:                     \n"
      "ldr   r1, =interrupted \n"
      "mrs   r2, psp          \n"
      "mrs   r3, psplim       \n"
      "stm   r1, {r2-r11, lr} \n"
      "ldr   r2, =other_frame \n"
      "ldr   r2, [r2]         \n"
      "movs  r3, #0           \n"
      "and   r1, r0, #0x4C    \n" /* only for a thread of this program is the frame on that stack */
      "cmp   r1, #0xC         \n"
      "bne   2f               \n"
      "msr   psplim, r3       \n"
      "msr   psp, r2          \n"
      "2:                     \n"
      "mov   lr, r0           \n"
      "bx    lr               \n");
}

/* The end of the other thread. */
__attribute__((naked)) void SVC_Handler(void);
__attribute__((naked)) void SVC_Handler(void) {
  __asm volatile(
      "ldr   r1, =interrupted \n"
      "ldm   r1, {r2-r11, lr} \n"
      "msr   psplim, r3       \n"
      "msr   psp, r2          \n"
      "bx    lr               \n");
}
