// SPDX-License-Identifier: Apache-2.0

// The MemManage handler of an image in which mapped vectors need regions, instead of row_fault.S. mapped_regions.cpp
// loads the region of the vector or device that a thread could not access, and the access is repeated. Every other
// fault goes to port_fault.
//
// A thread that faults has left the main stack as a trap would find it, so the handler can use it. The region of a
// mapped input is read-only for the kernel too, and another variable of the client can share a granule with it. When
// the kernel stores there, the region is taken out, and the store is repeated. The kernel may be deep in its stack, so
// that part uses none.
#include "config_impl.h"

#define FAULT_STATUS 0xE000ED28             // CFSR; MMFAR is the fourth word
#define DATA_ACCESS 0x82                    // DACCVIOL, MMARVALID only: no failed exception entry
#define PROTECTION_NUMBER 0xE000ED98        // then base and limit
#define READ_ONLY 4                         // of a base
#define MEMORY_OR_OFF 0xF                   // of a limit: memory attributes, enable
#define MEMORY_ON 1

#define CONTEXT_ROWS 44

    .syntax unified
    .thumb

    .section .text.port_mapped_fault, "ax", %progbits
    .global port_mapped_fault
    .type port_mapped_fault, %function
    .thumb_func
port_mapped_fault:
    ldr   r0, =FAULT_STATUS
    ldr   r2, [r0]
    ldr   r1, [r0, #12]                 // r1 address
    cmp   r2, #DATA_ACCESS
    bne   .Lfault
    orr   r2, lr, #0x10                 // its frame may have FP
    cmn   r2, #3                        // a secure thread on its process stack
    bne   .Lkernel
    ldr   r0, =port_running
    ldr   r0, [r0]                      // the running context
    ldr   r0, [r0, #CONTEXT_ROWS]
    push  {r4, lr}
    bl    port_load_region
    pop   {r4, lr}
    cbz   r0, .Lfault
.Lrepeat:
    ldr   r0, =FAULT_STATUS
    movs  r1, #DATA_ACCESS
    str   r1, [r0]
    bx    lr                            // the return is the barrier

.Lkernel:                               // r1 address
    and   r2, lr, #0x48
    cmp   r2, #0x40                     // a secure handler
    bne   .Lfault
    ldr   r0, =PROTECTION_NUMBER
    movs  r2, #POSTERN_FIXED_ROWS
.Lslot:                                 // r2 slot: is it read-only memory with this address?
    str   r2, [r0]
    ldr   r12, [r0, #4]                 // r12 base
    tst   r12, #READ_ONLY
    beq   .Lnext
    bic   r12, r12, #31
    cmp   r1, r12
    blo   .Lnext
    ldr   r3, [r0, #8]                  // r3 limit
    and   r12, r3, #MEMORY_OR_OFF
    cmp   r12, #MEMORY_ON
    bne   .Lnext
    orr   r3, r3, #31
    cmp   r1, r3
    bhi   .Lnext
    movs  r3, #0
    str   r3, [r0, #8]
    b     .Lrepeat
.Lnext:
    adds  r2, #1
    cmp   r2, #POSTERN_DOMAIN_SLOTS
    blo   .Lslot
.Lfault:
    b     port_fault
