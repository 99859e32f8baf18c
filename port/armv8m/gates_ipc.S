// SPDX-License-Identifier: Apache-2.0

// The gates of the IPC backend. The linker puts a veneer in front of each pair of symbols; the non-secure world can
// enter nothing else. Each gate makes a trap, which spm/ipc/enter.cpp takes.
//
// A gate may run with any partition's stack and regions loaded, if a non-secure interrupt came over that partition. So
// it uses only r0, r12 and the flags, no memory and no literal, until it knows that SP is the top of the agent's empty
// stack. That test refuses handler mode and a second call (NSR-3, VEN-8). It is for robustness: the kernel checks
// whether a trap came from a gate. r1-r3 come back from the trap with the caller's own values.
#include "config_impl.h"
#include "runtime/trap_numbers.h"
#include "port/armv8m/gates.inc"

    gate tfm_psa_version_veneer
    compare_stack
    bne   .Lrefuse_with_0
    svc   #POSTERN_TRAP_GATE_VERSION
    leave
    end_gate tfm_psa_version_veneer

    gate tfm_psa_connect_veneer
    compare_stack
    bne   .Lrefuse_connect
    svc   #POSTERN_TRAP_GATE_CONNECT
    leave
    end_gate tfm_psa_connect_veneer

    gate tfm_psa_call_veneer
    compare_stack
    bne   .Lrefuse_call
    svc   #POSTERN_TRAP_GATE_CALL
    leave
    end_gate tfm_psa_call_veneer

    gate tfm_psa_close_veneer
    compare_stack
    bne   .Lrefuse_with_0
    svc   #POSTERN_TRAP_GATE_CLOSE
    leave
    end_gate tfm_psa_close_veneer

#if TFM_NS_MANAGE_NSID
    .macro nsce_request number
    svc   #\number
    leave
    .endm

    nsce_gates
#endif
