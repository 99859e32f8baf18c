// SPDX-License-Identifier: Apache-2.0

// The first step into the non-secure world, on both backends.
    .syntax unified
    .thumb

// The agent's thread, on its empty stack. Clears every register, so that nothing of the secure world is left in one.
    .section .gates, "ax", %progbits       // executable for threads without code of their own
    .global agent_start
    .type agent_start, %function
    .thumb_func
agent_start:                            // r0 where the non-secure world starts, bit 0 clear
    movs  r1, #0
    movs  r2, #0
    movs  r3, #0
    movs  r4, #0
    movs  r5, #0
    movs  r6, #0
    movs  r7, #0
    mov   r8, r1
    mov   r9, r1
    mov   r10, r1
    mov   r11, r1
    mov   r12, r1
    mov   lr, r1
    msr   apsr_nzcvq, r1
    bxns  r0
