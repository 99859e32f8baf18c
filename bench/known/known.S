// SPDX-License-Identifier: Apache-2.0

// Windows whose counts a reader can verify: main.c has them, as what a window has more than `empty`. Each body begins
// at a line of 16 bytes and fills whole lines, so the code around it is fetched in the same way in all of them.
        .syntax unified
        .thumb
        .text

        .macro window name
        .global known_\name
        .type known_\name, %function
        .balign 16
known_\name:
        push {r4, lr}
        bl bench_begin
        .balign 16
        .endm

        .macro close
        bl bench_end
        pop {r4, pc}
        .endm

        window empty
        close

        window loads
        mov r2, sp
        ldr r0, [sp]
        ldrb r1, [r2]
        ldrd r0, r1, [sp]
        ldm r2!, {r0, r1}
        nop
        nop
        close

        window stores
        push {r0, r1, r2, r3}
        str r0, [sp]
        strd r0, r1, [sp]
        strb r0, [sp]
        add sp, #16
        nop
        close

        // Two words of one line and one of the next. The branch goes to a line that was not fetched.
        window constants
        ldr r0, 1f
        ldr r1, 1f + 4
        ldr r2, 2f
        b 3f
        .balign 16
1:      .word 1, 2, 3, 4
2:      .word 5, 6, 7, 8
3:      close

        // Taken twice, not taken once, and taken to the next line.
        window branches
        movs r0, #3
1:      subs r0, #1
        bne 1b
        isb
        beq 2f
        nop
        nop
2:      .rept 8
        nop
        .endr
        close

        window divisions
        movs r0, #7
        movs r1, #3
        udiv r0, r0, r1
        sdiv r0, r0, r1
        nop
        nop
        close

        // Executes a load whose condition fails.
        window conditions
        cmp r0, r0
        it ne
        ldrne r1, [sp]
        .rept 5
        nop
        .endr
        close
