// SPDX-License-Identifier: Apache-2.0

// The IPC backend's exceptions: SVC, secure interrupts, and the switch between threads. The vector table points here;
// the handlers call the functions of spm/entry.hpp. The traps of a call are reached without the table of all traps.
//
// None interrupts another. port_running names the running context, and EXC_RETURN tells what non-secure code called or
// returned from: nothing that is on the main stack when a handler begins is trusted. The kernel's functions store their
// answer into the frame and return the context to switch to; nullptr, the usual case, costs two instructions. r4-r11
// stay in the registers unless the thread changes.
#include "config_impl.h"
#include "psa/framework_feature.h"
#include "runtime/trap_numbers.h"
#include "port/armv8m/fpu.inc"

#define PROTECTION_CONTROL 0xE000ED94       // then number, and base and limit of four slots
#define PROTECTION_ON 5                     // with the privileged background

#define CONTEXT_STACK_LIMIT 40             // then its regions
#define CONTEXT_ROWS 44
#define CONTEXT_FPU 48                      // s16-s31, then EXC_RETURN

#if CONFIG_TFM_ENABLE_CP10CP11
    .fpu  fpv5-sp-d16
#define COPROCESSOR_ACCESS 0xE000ED88
#define SWITCH_FROM_INTERRUPTED .Lswitch_from_interrupted
#if CONFIG_TFM_LAZY_STACKING
#define SWITCH_FROM_THREAD .Lswitch_from_thread
#else
#define SWITCH_FROM_THREAD port_switch
#endif
#else
#define SWITCH_FROM_INTERRUPTED port_switch
#endif

    .syntax unified
    .thumb

// A trap reads only the frame of a secure thread on its process stack. The hardware wrote it with the caller's own
// rights, because faults are more urgent than SVC. EXC_RETURN is 0xFFFFFFFD in this case and in no other, or 0xFFFFFFED
// if the thread owns the FPU.
    .section .text.port_svc, "ax", %progbits
    .global port_svc
    .type port_svc, %function
    .thumb_func
port_svc:
    cmn   lr, #3
    bne   .Lelsewhere
    mrs   r0, psp
    ldr   r12, [r0, #24]                // the caller's pc
    ldrb  r12, [r12, #-2]               // r0 frame, r12 number
#if POSTERN_UPCALLS
    ldr   r2, =port_running
    ldr   r1, =spm_upcall_context
    ldr   r2, [r2]
    cmp   r1, r2
    beq   .Lupcall
#endif
    usat  r12, #POSTERN_TRAP_BITS, r12  // the last number does not exist
    ldm   r0, {r0-r3}
    tbb   [pc, r12]
.Lways:
    .set  number, 0
    .rept 1 << POSTERN_TRAP_BITS
    .if   number == POSTERN_TRAP_GET
    .byte (.Lget - .Lways) / 2
    .elseif number == POSTERN_TRAP_READ
    .byte (.Lread - .Lways) / 2
    .elseif number == POSTERN_TRAP_WRITE
    .byte (.Lwrite - .Lways) / 2
    .elseif number == POSTERN_TRAP_WAIT
    .byte (.Lwait - .Lways) / 2
    .elseif number == POSTERN_TRAP_REPLY
    .byte (.Lreply - .Lways) / 2
    .elseif number == POSTERN_TRAP_CALL
    .byte (.Lcall - .Lways) / 2
#if POSTERN_SFN_MODEL
    .elseif number == POSTERN_TRAP_REPLY_AND_RECEIVE
    .byte (.Lreply_and_receive - .Lways) / 2
#endif
    .elseif number == POSTERN_TRAP_GATE_CALL
    .byte (.Lgate_call - .Lways) / 2
    .else
    .byte (.Lother - .Lways) / 2
    .endif
    .set  number, number + 1
    .endr

// Traps that never switch return straight to their thread: EXC_RETURN is in lr.
.Lget:
    b     spm_trap_get
.Lread:
    b     spm_trap_read
.Lwrite:
    b     spm_trap_write

    .macro may_switch function
    bl    \function
    cbnz  r0, .Lswitch
    ldr   pc, =0xFFFFFFFD
    .endm
.Lgate_call:
    may_switch spm_trap_gate_call
.Lcall:
    may_switch spm_trap_call
.Lwait:
    may_switch spm_trap_wait
.Lreply:
    may_switch spm_trap_reply
#if POSTERN_SFN_MODEL
.Lreply_and_receive:
    may_switch spm_trap_reply_and_receive
#endif
.Lother:
    ldr   lr, =spm_traps
    ldr   r12, [lr, r12, lsl #2]
    blx   r12
    cbnz  r0, .Lswitch
    ldr   pc, =0xFFFFFFFD

.Lswitch:                               // r0 next context, r4-r11 and the banked registers the running thread's
    mvn   lr, #2
port_switch:                            // lr EXC_RETURN of the running thread
    ldr   r3, =port_running
    ldr   r1, [r3]
    str   r0, [r3]
    mrs   r2, psp
    stm   r1!, {r2, r4-r11, lr}
.Lload:                                 // r0 next context, r1 address of the last one's stack limit
#if PSA_FRAMEWORK_ISOLATION_LEVEL > 1
#if !POSTERN_SWITCH_CHANGES_DOMAIN
    ldr   r1, [r1, #CONTEXT_ROWS - CONTEXT_STACK_LIMIT]
#endif
    ldrd  lr, r12, [r0, #CONTEXT_STACK_LIMIT]
#if !POSTERN_SWITCH_CHANGES_DOMAIN
    cmp   r1, r12
    beq   .Lsame_domain
#endif
    ldr   r1, =PROTECTION_CONTROL
    movs  r2, #0                        // off with each group: half of a domain must not be in force
    .set  slot, 0
    .rept POSTERN_DOMAIN_SLOTS / 4
    movs  r3, #slot
    ldm   r12!, {r4-r11}
    stm   r1, {r2-r11}                  // control, number, base and limit of four slots
    .set  slot, slot + 4
    .endr
    movs  r2, #PROTECTION_ON
    str   r2, [r1]                      // the exception return is the barrier
.Lsame_domain:
#else
    ldr   lr, [r0, #CONTEXT_STACK_LIMIT]
#endif
    msr   psplim, lr
    ldm   r0, {r2, r4-r11, lr}
    msr   psp, r2
    bx    lr

#if POSTERN_RESTARTS
// void port_leave(context). The running thread is dead: nothing of it is saved, and what is on the main stack with it.
    .global port_leave
    .type port_leave, %function
    .thumb_func
port_leave:                             // r0 next context
    ldr   r2, =handler_stack_top
    mov   sp, r2
    ldr   r2, =handler_stack_limit
    msr   msplim, r2
    ldr   r3, =port_running
    ldr   r1, [r3]
    str   r0, [r3]
    adds  r1, #CONTEXT_STACK_LIMIT
    cpsie i
    b     .Lload
#endif

#if POSTERN_UPCALLS
// A trap of a FLIH function. The function ends here, so nothing of it is saved.
.Lupcall:                               // r0 frame, r12 number
    ldr   r1, [r0]
    mov   r0, r12
    bl    spm_upcall_trap
    ldr   r3, =port_running
    str   r0, [r3]
    ldr   r1, =spm_upcall_context + CONTEXT_STACK_LIMIT
    b     .Lload

    .global port_function_begins
    .type port_function_begins, %function
    .thumb_func
port_function_begins:
    b     spm_upcall_begins
#endif

// Not a secure thread on its process stack, but a gate that non-secure code called in handler mode: it gets a word, and
// the thread stays (VEN-8). The frame is on the process stack only if the bits for thread mode and for that stack are
// both set: in handler mode the second one belongs to the interrupted thread.
.Lelsewhere:
#if CONFIG_TFM_ENABLE_CP10CP11
    cmn   lr, #0x13                     // 0xFFFFFFED
    beq   .Lwith_fpu
#endif
    and   r0, lr, #0xC
    cmp   r0, #0xC
    ite   eq
    mrseq r12, psp
    mrsne r12, msp
    ldr   r0, [r12, #24]
    ldrb  r0, [r0, #-2]                 // r0 number
    mvn   r1, lr
    ubfx  r1, r1, #3, #1                // r1 in handler mode
    ldrd  r2, r3, [r12]
    push  {r12, lr}
    bl    spm_trap_elsewhere
    pop   {r12, lr}
    str   r0, [r12]
    bx    lr

#if CONFIG_TFM_ENABLE_CP10CP11
// A trap of a thread that owns the FPU, or of a gate whose caller does. The frame has all of its registers above the
// basic one, and the hardware has cleared them. The kernel is to see a thread without FPU: the process stack pointer
// then is where it would be, and the word there, one of the FPU's, takes the answer.
.Lwith_fpu:
    mrs   r0, psp
    ldr   r12, [r0, #24]
    ldrb  r12, [r12, #-2]               // r0 frame, r12 number
#if POSTERN_UPCALLS
    ldr   r2, =port_running
    ldr   r1, =spm_upcall_context
    ldr   r2, [r2]
    cmp   r1, r2
    bne   .Lnot_upcall
#if CONFIG_TFM_LAZY_STACKING
    vmrs  r1, fpscr                     // on the stack of the function, before its domain goes
#endif
    b     .Lupcall
.Lnot_upcall:
#endif
    usat  lr, #POSTERN_TRAP_BITS, r12
    mov   r12, r0
    ldm   r12, {r0-r3}
    push  {r4, r5}
    ldr   r4, [r12, #FPU_FRAME]!
    ldr   r5, [r12, #28]
    str   r0, [r12]                     // a call without an answer changes nothing
    str   lr, [r12, #28]                // no Thumb state: for port::repeat_trap
    msr   psp, r12
    ldr   r12, =spm_traps
    ldr   r12, [r12, lr, lsl #2]
    blx   r12
    mrs   r12, psp
    ldr   r1, [r12]
    str   r4, [r12]
    str   r5, [r12, #28]
    str   r1, [r12, #-FPU_FRAME]!
    msr   psp, r12
    pop   {r4, r5}
    mvn   lr, #0x12                     // 0xFFFFFFED
    cbnz  r0, .Lswitch_with_fpu
    bx    lr
.Lswitch_with_fpu:
#if CONFIG_TFM_LAZY_STACKING
.Lswitch_from_thread:                   // lr EXC_RETURN
    tst   lr, #0x10
    it    eq
    vmrseq r1, fpscr                    // on the stack of the thread, before its domain goes
#endif
    b     port_switch

// An interrupt ends in another context. Over non-secure code, or over a gate in handler mode, the FPU's registers are not
// in a secure frame: s16-s31 are kept here, the rest is on a non-secure stack, and the next context finds zeros. A handler
// that owns none may be on top of a thread that does.
.Lswitch_from_interrupted:              // r0 next context, lr EXC_RETURN
    and   r1, lr, #0x4C
    cmp   r1, #0x4C                     // a secure thread
    beq   SWITCH_FROM_THREAD
    ldr   r1, =COPROCESSOR_ACCESS
    ldr   r1, [r1]
    cmp   r1, #0                        // the processor has no FPU
    beq   port_switch
#if !CONFIG_TFM_LAZY_STACKING
    and   r1, lr, #0x58
    cmp   r1, #0x18                     // a non-secure thread that owns none
    beq   port_switch
#endif
    ldr   r1, =port_running
    ldr   r1, [r1]
    adds  r1, #CONTEXT_FPU
    vstm  r1!, {s16-s31}
    str   lr, [r1]
    clear_fpu r1
    ldr   lr, =port_resume_non_secure
    b     port_switch

// Where a switch to such a context ends.
    .type port_resume_non_secure, %function
    .thumb_func
port_resume_non_secure:                 // r0 the context
    adds  r0, #CONTEXT_FPU
    vldm  r0!, {s16-s31}
    ldr   lr, [r0]
    bx    lr
#endif

// A secure interrupt. Over thread mode nothing on the main stack is needed, so the handler starts at the top of it and
// drops what non-secure code has left there. Over a gate in handler mode, or non-secure handlers on top of one, the
// stack stays as it is.
    .section .text.port_interrupt, "ax", %progbits
    .global port_interrupt
    .type port_interrupt, %function
    .thumb_func
port_interrupt:
    movs  r0, #1                        // r0 spm::Interrupted
    and   r1, lr, #0x48                 // secure, thread mode
    cmp   r1, #8                        // a non-secure thread
    beq   .Lover_thread_mode
    and   r1, lr, #0x4C                 // secure, thread mode, process stack
    eors  r1, #0x4C
    bne   .Lover_handler_mode
    mov   r0, r1                        // a secure thread
.Lover_thread_mode:
    ldr   r2, =handler_stack_top
    mov   sp, r2
.Ltake:
    mrs   r2, ipsr
    ldr   r1, =spm_lines - 16 * 4
    ldr   r1, [r1, r2, lsl #2]
    push  {r4, lr}
    blx   r1
    pop   {r4, lr}
    cbnz  r0, .Lto_another
    bx    lr
.Lto_another:
    b     SWITCH_FROM_INTERRUPTED

.Lover_handler_mode:
    movs  r0, #3                        // a gate, or a non-secure handler on top of one
    tst   lr, #0x40
    bne   .Ltake
    ldr   r2, =handler_stack_top
    cmp   sp, r2
    it    eq
    moveq r0, #2                        // a non-secure handler
    b     .Ltake

// After port_boot: the kernel, on the main stack, because it prepares all other stacks.
    .section .text.port_run, "ax", %progbits
    .global port_run
    .type port_run, %function
    .thumb_func
port_run:
    b     spm_boot

// void port_enter(context). Above isolation level 1 the code is unprivileged from the write of CONTROL on, so its end
// is with the gates, which everything can execute. An interrupt that comes before is only pended.
    .section .text.port_enter, "ax", %progbits
    .global port_enter
    .type port_enter, %function
    .thumb_func
port_enter:                             // r0 context
    ldr   r1, =port_running
    str   r0, [r1]
    ldr   r1, =handler_stack_top
    ldr   r2, [r0, #CONTEXT_STACK_LIMIT]
    msr   psplim, r2
    ldm   r0, {r2, r4-r11}
    add   r3, r2, #32
    msr   psp, r3
    msr   msp, r1
    ldr   r0, [r2]
    ldr   lr, [r2, #20]
    ldr   r3, [r2, #24]
    adds  r3, #1
#if PSA_FRAMEWORK_ISOLATION_LEVEL > 1
    movs  r2, #3                        // unprivileged, process stack
#else
    movs  r2, #2                        // privileged, process stack
#endif
    cpsie i
    b     .Lleave_main

    .section .gates, "ax", %progbits
    .type .Lleave_main, %function
    .thumb_func
.Lleave_main:                           // r2 CONTROL, r3 where to
    msr   control, r2
    isb
    bx    r3

// Where the function of an upcall returns to.
    .global function_return
    .type function_return, %function
    .thumb_func
function_return:                        // r0 its result
    svc   #POSTERN_TRAP_FUNCTION_RETURN

#if POSTERN_RESTARTS
// The thread of a dead partition: each trap is a step of its end, and the last one does not return.
    .global restart_start
    .type restart_start, %function
    .thumb_func
restart_start:
    svc   #POSTERN_TRAP_CHOOSE
    b     restart_start
#endif

// Runs when no other context can. It may begin because non-secure code has returned, so it asks before it sleeps.
    .global idle_start
    .type idle_start, %function
    .thumb_func
idle_start:
    svc   #POSTERN_TRAP_CHOOSE
    wfi
    b     idle_start

    .section .bss.port_running, "aw", %nobits
    .balign 4
    .global port_running
    .type port_running, %object
    .size port_running, 4
port_running:
    .space 4
