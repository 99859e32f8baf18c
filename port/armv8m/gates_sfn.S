// The doors for the non-secure world on the SFN backend. The linker puts an SG instruction in front of each pair of
// symbols; nothing else can be entered from there.
//
// A gate may find any stack pointer: from non-secure handler mode, or when a non-secure interrupt came over a call that is
// still being served. Only if it is the top of the agent's empty stack nobody else is in here, and the call is made, on
// that stack (NSR-3, VEN-8); everything else is refused without touching memory.
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
// The kernel's function is the one of the other backend's trap; there it cannot be interrupted.
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
