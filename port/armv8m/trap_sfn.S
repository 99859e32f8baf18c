// SPDX-License-Identifier: Apache-2.0

// The SFN backend's exceptions. There is one secure thread and no trap. Interrupts need no assembly: the vector table
// points to the kernel's functions, and each returns to what it interrupted.
#include "config_impl.h"

    .syntax unified
    .thumb

    .section .text.port_svc, "ax", %progbits
    .global port_svc
    .type port_svc, %function
    .thumb_func
port_svc:
    movs  r0, #0                        // no number exists
    b     spm_bad_trap

// After port_boot: from here on everything secure runs on the agent's stack. Init functions may wait for interrupts.
    .section .text.port_run, "ax", %progbits
    .global port_run
    .type port_run, %function
    .thumb_func
port_run:
    ldr   r0, =agent.stack_limit
    ldr   r1, =agent.stack_top
    msr   psplim, r0
    msr   psp, r1
    movs  r0, #2                        // privileged, process stack
    msr   control, r0
    isb
    cpsie i
    bl    spm_boot
#if CONFIG_TFM_FLOAT_ABI
    bl    port_clear_fpu                // of init functions
#endif
    bl    port_non_secure_entry
    b     agent_start
