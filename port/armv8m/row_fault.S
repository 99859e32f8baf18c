// SPDX-License-Identifier: Apache-2.0

// Loads device regions on demand, for a domain that has more of them than the MPU has slots. It is the MemManage
// handler, and at level 1 the HardFault handler too, of an image that needs it, and of no other image.
//
// A switch loads the first regions of the domain's table. The regions of code, data and the kernel stay loaded; the
// slots after them are for devices. An access to a device of the domain whose region is not loaded faults once: this
// handler loads the region over the one that has been loaded longest, and the access is repeated. Every other fault
// goes to port_fault. The kernel's own accesses above level 1 need no region.
//
// It uses no stack, because after a fault the stack pointer may point anywhere.
#include "config_impl.h"
#include "psa/framework_feature.h"

#define FAULT_STATUS 0xE000ED28             // CFSR, then HFSR; MMFAR is the fourth word
#define DATA_ACCESS 0x82                    // DACCVIOL, MMARVALID only: no failed exception entry
#define PROTECTION_NUMBER 0xE000ED98        // then base and limit
#define ROW_SIZE 8

#define CONTEXT_ROWS 44

    .syntax unified
    .thumb

    .section .text.port_row_fault, "ax", %progbits
    .global port_row_fault
    .type port_row_fault, %function
    .thumb_func
port_row_fault:
    ldr   r0, =FAULT_STATUS
    ldr   r1, [r0]
    ldr   r2, [r0, #12]                 // r2 address
    cmp   r1, #DATA_ACCESS
    bne   .Lfault
#if PSA_FRAMEWORK_ISOLATION_LEVEL > 1
    orr   r3, lr, #0x10                 // its frame may have FP
    cmn   r3, #3                        // a secure thread on its process stack
    bne   .Lfault
    ldr   r3, =port_running
    ldr   r3, [r3]                      // the running context
    ldr   r3, [r3, #CONTEXT_ROWS]
#else
    tst   lr, #0x40                     // secure code, the kernel included
    beq   .Lfault
    ldr   r3, =port_rows
    ldr   r3, [r3]
#endif
    adds  r3, #POSTERN_FIXED_ROWS * ROW_SIZE
.Lrow:                                  // r3 the next region
    ldrd  r12, r1, [r3], #ROW_SIZE
    cbz   r1, .Lfault                   // after the last one
    bic   r12, r12, #31
    orr   r1, r1, #31
    cmp   r2, r12
    blo   .Lrow
    cmp   r2, r1
    bhi   .Lrow

// A region that is loaded and still faults does not grant this access.
    ldr   r12, [r3, #-ROW_SIZE]         // r12 base of the region
    ldr   r0, =PROTECTION_NUMBER
    movs  r1, #POSTERN_FIXED_ROWS
.Lslot:
    str   r1, [r0]
    ldr   r2, [r0, #4]
    cmp   r2, r12
    beq   .Lfault
    adds  r1, #1
    cmp   r1, #POSTERN_DOMAIN_SLOTS
    blo   .Lslot

    ldr   r1, =port_next_slot
    ldr   r2, [r1]
    str   r2, [r0]
    adds  r2, #1
    cmp   r2, #POSTERN_DOMAIN_SLOTS
    it    eq
    moveq r2, #POSTERN_FIXED_ROWS
    str   r2, [r1]
    movs  r1, #0
    str   r1, [r0, #8]                  // off: half of a region must not be in force
    str   r12, [r0, #4]
    ldr   r1, [r3, #4 - ROW_SIZE]
    str   r1, [r0, #8]
    ldr   r0, =FAULT_STATUS
    movs  r1, #DATA_ACCESS
    str   r1, [r0]
#if PSA_FRAMEWORK_ISOLATION_LEVEL == 1
    mov   r1, #1 << 30                  // FORCED: this may be HardFault
    str   r1, [r0, #4]
#endif
    bx    lr                            // the return is the barrier
.Lfault:
    b     port_fault

    .section .data.port_next_slot, "aw", %progbits
    .align 2
port_next_slot:
    .word POSTERN_FIXED_ROWS
