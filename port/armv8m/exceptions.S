// SPDX-License-Identifier: Apache-2.0

// Reset and faults: the exception entries that both backends share, and the copy loops of the port. The vector table
// (vectors.cpp) points to them.
#include "config_impl.h"
#include "encoding/fault_room.h"
#include "port/armv8m/fpu.inc"

    .syntax unified
    .thumb

// The main stack pointer comes from the vector table. There is no stack limit, no protection and no initialised memory.
    .section .text.port_reset, "ax", %progbits
    .global port_reset
    .type port_reset, %function
    .thumb_func
port_reset:
    cpsid i                             // until the kernel can take interrupts
    ldr   r0, =handler_stack_limit
    msr   msplim, r0
    bl    port_boot
    b     port_run                      // trap_ipc.S or trap_sfn.S

// Every fault, and NMI. The stack may be the cause, so this handler makes sure that it has one: below what is on it
// while there is room, so that the frame of a fault of the kernel itself can still be read; else from the top.
    .section .text.port_fault, "ax", %progbits
    .global port_fault
    .type port_fault, %function
    .thumb_func
port_fault:
    movs  r0, #0
    msr   msplim, r0
    mov   r1, sp
    ldr   r2, =handler_stack_limit + POSTERN_FAULT_ROOM
    ldr   r3, =handler_stack_top
    cmp   r1, r2
    it    lo
    movlo sp, r3
    push  {r4-r11}
    mov   r2, sp
    mov   r0, lr                        // r0 EXC_RETURN, r1 main stack as it was, r2 r4-r11
    b     port_fault_report

#if CONFIG_TFM_ENABLE_CP10CP11
    .fpu  fpv5-sp-d16

    .section .text.port_clear_fpu, "ax", %progbits
    .global port_clear_fpu
    .type port_clear_fpu, %function
    .thumb_func
port_clear_fpu:                         // at boot and for a new thread, so it is small and not fast
#if POSTERN_VECTORS
    push  {r0, lr}
    clear_fpu r0
#else
    movs  r0, #0
    vmsr  fpscr, r0                     // the registers are the running code's from here on
    push  {r0, lr}
    movs  r1, #32
    sub   sp, #32
    mov   r0, sp
    bl    port_clear
    vldm  sp, {d0-d3}
    vldm  sp, {d4-d7}
    vldm  sp, {d8-d11}
    vldm  sp, {d12-d15}
    add   sp, #32
#endif
    mrs   r0, control
    bic   r0, #FPU_OWNED
    msr   control, r0
    isb
    pop   {r0, pc}

#if CONFIG_TFM_LAZY_STACKING
    .section .text.port_store_fpu, "ax", %progbits
    .global port_store_fpu
    .type port_store_fpu, %function
    .thumb_func
port_store_fpu:
    vmrs  r0, fpscr                     // the first access is what it waits for
    bx    lr
#endif
#endif

#if POSTERN_BOOT_SELF_TEST
// A fault that the self-test expects. It is on the main stack, like everything during boot. If the instruction could
// not be fetched, the return is to the caller of it; else behind it.
    .section .text.port_self_test_fault, "ax", %progbits
    .global port_self_test_fault
    .type port_self_test_fault, %function
    .thumb_func
port_self_test_fault:
    ldr   r0, =0xE000ED28               // CFSR
    ldr   r0, [r0]
    ldr   r1, [sp, #24]               // pc of the frame
    adds  r1, #4                        // the access has 32 bits
    lsls  r0, r0, #31                   // IACCVIOL
    it    mi
    ldrmi r1, [sp, #20]               // its lr
    bic   r1, r1, #1
    str   r1, [sp, #24]               // pc of the frame
    bx    lr

    .section .text.port_try, "ax", %progbits
    .global port_try_read, port_try_write, port_try_read_unprivileged, port_try_write_unprivileged
    .type port_try_read, %function
    .type port_try_write, %function
    .type port_try_read_unprivileged, %function
    .type port_try_write_unprivileged, %function
    .thumb_func
port_try_read:                          // r0 address
    ldr.w r1, [r0]
    bx    lr
    .thumb_func
port_try_write:                         // r0 address, and what is written
    str.w r0, [r0]
    bx    lr
    .thumb_func
port_try_read_unprivileged:
    ldrt  r1, [r0]
    bx    lr
    .thumb_func
port_try_write_unprivileged:
    strt  r0, [r0]
    bx    lr
#endif

// void port::clear(memory, size): three instructions for each 32 bytes.
    .section .text.port_clear, "ax", %progbits
    .global port_clear
    .type port_clear, %function
    .thumb_func
port_clear:                             // r0 memory, r1 size, both multiples of 4
    push  {r4-r9, lr}
    movs  r2, #0
    movs  r3, #0
    movs  r4, #0
    movs  r5, #0
    movs  r6, #0
    movs  r7, #0
    mov   r8, r2
    mov   r9, r2
    b     .Lnext
.Lclear:
    stm   r0!, {r2-r9}
.Lnext:
    subs  r1, #32
    bhs   .Lclear
    adds  r1, #32                       // r1 bytes left
    beq   .Lcleared
.Lclear_word:
    str   r2, [r0], #4
    subs  r1, #4
    bne   .Lclear_word
.Lcleared:
    pop   {r4-r9, pc}

// void port::copy(to, from, count): six instructions for each 64 bytes.
    .section .text.port_copy, "ax", %progbits
    .global port_copy
    .type port_copy, %function
    .thumb_func
port_copy:                              // r0 to, r1 from, r2 count
    orr   r3, r0, r1
    lsls  r3, r3, #30
    bne   .Lbytes
    subs  r2, #32
    blo   .Lwords
    push  {r4-r10, lr}
    lsls  r3, r2, #26
    bmi   .Lblocks                      // an even number of 32 bytes
    ldm   r1!, {r3-r10}
    stm   r0!, {r3-r10}
    subs  r2, #32
    blo   .Lcopied
.Lblocks:
    ldm   r1!, {r3-r10}
    stm   r0!, {r3-r10}
    ldm   r1!, {r3-r10}
    stm   r0!, {r3-r10}
    subs  r2, #64
    bhs   .Lblocks
.Lcopied:
    cmn   r2, #32
    bne   .Lwords_are_left
    pop   {r4-r10, pc}
.Lwords_are_left:
    pop   {r4-r10, lr}
.Lwords:                                // r2 bytes left, minus 32
    adds  r2, #28
    bmi   .Lrest
.Lword:
    ldr   r3, [r1], #4
    str   r3, [r0], #4
    subs  r2, #4
    bpl   .Lword
.Lrest:                                 // r2 bytes left, minus 4
    adds  r2, #4
.Lbytes:
    subs  r2, #1
    blo   .Ldone
.Lbyte:
    ldrb  r3, [r1], #1
    strb  r3, [r0], #1
    subs  r2, #1
    bhs   .Lbyte
.Ldone:
    bx    lr
