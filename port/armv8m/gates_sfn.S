// The gates of the SFN backend. The linker puts a veneer in front of each pair of symbols; the non-secure world can
// enter nothing else. Each gate calls a function of spm/sfn/direct.cpp.
//
// A gate may find any stack pointer: in non-secure handler mode, or when a non-secure interrupt came over a call that
// is still being served. If SP is the top of the agent's empty stack, no other call is in progress, and the call is
// made on that stack (NSR-3, VEN-8); every other call is refused without touching memory.
#include "config_impl.h"
#include "runtime/trap_numbers.h"
#include "port/armv8m/gates.inc"

    gate tfm_psa_call_veneer
    compare_stack
    bne   .Lrefuse_call
    push  {r12, lr}
    bl    spm_gate_call
.Lserved:
    pop   {r12, lr}
    movs  r1, #0
    movs  r2, #0
    movs  r3, #0
    leave
    end_gate tfm_psa_call_veneer

    gate tfm_psa_version_veneer
    compare_stack
    bne   .Lrefuse_with_0
    push  {r12, lr}
    bl    spm_gate_version
    b     .Lserved
    end_gate tfm_psa_version_veneer

    gate tfm_psa_connect_veneer
    compare_stack
    bne   .Lrefuse_connect
    push  {r12, lr}
    bl    spm_gate_connect
    b     .Lserved
    end_gate tfm_psa_connect_veneer

    gate tfm_psa_close_veneer
    compare_stack
    bne   .Lrefuse_with_0
    push  {r12, lr}
    bl    spm_gate_close
    movs  r0, #0
    b     .Lserved
    end_gate tfm_psa_close_veneer

#if TFM_NS_MANAGE_NSID
// Calls the kernel function that is a trap on the IPC backend. A trap cannot be interrupted, so interrupts are masked.
    .macro nsce_request number
    push  {r12, lr}
    mov   r2, r0
    mov   r3, r1
    movs  r0, #\number
    movs  r1, #1
    cpsid i
    bl    spm_trap_elsewhere
    cpsie i
    b     .Lserved
    .endm

    nsce_gates
#endif
