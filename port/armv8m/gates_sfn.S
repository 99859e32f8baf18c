// SPDX-License-Identifier: Apache-2.0

// The gates of the SFN backend. The linker puts a veneer in front of each pair of symbols; the non-secure world can
// enter nothing else. Each gate calls a function of spm/sfn/direct.cpp.
//
// A gate may find any stack pointer: in non-secure handler mode, or when a non-secure interrupt came over a call that
// is still being served. If SP is the top of the agent's empty stack, no other call is in progress, and the call is
// made on that stack (NSR-3, VEN-8); every other call is refused without touching memory.
#include "config_impl.h"
#include "runtime/trap_numbers.h"
#include "port/armv8m/fpu.inc"
#include "port/armv8m/gates.inc"

// Makes the call on the agent's stack. With floating point in partitions, what the caller has in the FPU is on the stack
// too, and the word at its end tells whether it is.
#if CONFIG_TFM_FLOAT_ABI
    .fpu  fpv5-sp-d16

    .macro serve function
    mrs   r12, control
    push  {r12, lr}
    tst   r12, #FPU_CALLER
    it    ne
    blne  .Lsave_fpu
    bl    \function
    .endm
#else
    .macro serve function
    push  {r12, lr}
    bl    \function
    .endm
#endif

    gate tfm_psa_call_veneer
    compare_stack
    bne   .Lrefuse_call
    serve spm_gate_call
.Lserved:
#if CONFIG_TFM_FLOAT_ABI
    ldr   r12, [sp]
    tst   r12, #FPU_CALLER
    bne   .Lrestore_fpu
    mrs   r12, control
    tst   r12, #FPU_SECURE
    bne   .Lclear_fpu
#endif
.Lrestored:
    pop   {r12, lr}
    movs  r1, #0
    movs  r2, #0
    movs  r3, #0
    leave
    end_gate tfm_psa_call_veneer

#if CONFIG_TFM_FLOAT_ABI
// Non-secure s16-s31 and FPSCR go on the stack; the service begins with zeros. SFPA is set first, because otherwise the
// first FP instruction would overwrite FPSCR.
.Lsave_fpu:                             // r0-r3 arguments, r12 CONTROL
    orr   r12, #FPU_SECURE
    msr   control, r12
    isb
    vpush {s16-s31}
    vmrs  r12, fpscr
    push  {r12}
    mov   r12, #FPU_CALLER
    push  {r12}
    clear_fpu r12
    bx    lr

.Lrestore_fpu:                          // r0 result
    clear_fpu r1
    pop   {r1, r2}
    vpop  {s16-s31}
    vmsr  fpscr, r2
    mrs   r12, control
    bic   r12, #FPU_SECURE
    msr   control, r12
    isb
    b     .Lrestored

// The call has used the FPU, which its caller does not own.
.Lclear_fpu:                            // r0 result, r12 CONTROL
    clear_fpu r1
    bic   r12, #FPU_OWNED
    msr   control, r12
    isb
    b     .Lrestored
#endif

    gate tfm_psa_version_veneer
    compare_stack
    bne   .Lrefuse_with_0
    serve spm_gate_version
    b     .Lserved
    end_gate tfm_psa_version_veneer

    gate tfm_psa_connect_veneer
    compare_stack
    bne   .Lrefuse_connect
    serve spm_gate_connect
    b     .Lserved
    end_gate tfm_psa_connect_veneer

    gate tfm_psa_close_veneer
    compare_stack
    bne   .Lrefuse_with_0
    serve spm_gate_close
    movs  r0, #0
    b     .Lserved
    end_gate tfm_psa_close_veneer

#if TFM_NS_MANAGE_NSID
// Calls the kernel function that is a trap on the IPC backend. A trap cannot be interrupted, so interrupts are masked. No
// partition runs, so the registers of the FPU stay as they are.
    .macro nsce_request number
    push  {r12, lr}
    mov   r2, r0
    mov   r3, r1
    movs  r0, #\number
    movs  r1, #1
    cpsid i
    bl    spm_trap_elsewhere
    cpsie i
    b     .Lrestored
    .endm

    nsce_gates
#endif
