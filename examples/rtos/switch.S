// SPDX-License-Identifier: Apache-2.0

// The two handlers that C cannot express: the switch between threads, and the entry of the kernel's own calls.
    .syntax unified
    .thumb
    .fpu  fpv5-sp-d16

// The switch. EXC_RETURN is kept for each thread, because it tells where the thread was interrupted:
//
//   bit 6   the secure world: the thread is in the middle of a secure call. The hardware has put the registers on a
//           secure stack; the switch keeps the same registers as for any other thread, and the call goes on when the
//           thread runs again.
//   bit 4   0 if the thread owns the FPU. The hardware has made room for s0-s15; s16-s31 are kept here.
//
// PSP, PSPLIM and CONTROL are those of the non-secure world in both cases.
    .section .text.PendSV_Handler, "ax", %progbits
    .global PendSV_Handler
    .type PendSV_Handler, %function
    .thumb_func
PendSV_Handler:
    push  {r4, lr}
    mov   r0, lr
    bl    rtos_next_context             // r0 context to store, r1 context to load
    pop   {r4, lr}
    cmp   r0, r1
    beq   .Lsame
    mrs   r2, psp
    tst   lr, #0x10
    it    eq
    vstmdbeq r2!, {s16-s31}
    mrs   r3, psplim
    mrs   r12, control
    stm   r0, {r2-r12, lr}
    ldm   r1, {r2-r12, lr}
    tst   lr, #0x10
    it    eq
    vldmiaeq r2!, {s16-s31}
    msr   psplim, r3
    msr   psp, r2
    msr   control, r12                  // privileged or not
.Lsame:
    bx    lr

    .section .text.SVC_Handler, "ax", %progbits
    .global SVC_Handler
    .type SVC_Handler, %function
    .thumb_func
SVC_Handler:
    mrs   r0, psp                       // only threads call
    b     rtos_take_call
