/* Takes the place of the partition links: their named sections and exported symbols. */
    .syntax unified
    .thumb
.macro partition name
    .section .partition.\name\().text, "ax", %progbits
    .global \name\().start
    .thumb_func
\name\().start:
    ldr r0, =\name\().value
    bx lr
    .ltorg
    .section .partition.\name\().rodata, "a", %progbits
    .global \name\().functions, \name\().init
\name\().functions:
    .word \name\().start
\name\().init:
    .word 0
    .section .partition.\name\().data, "aw", %progbits
\name\().value:
    .word 5
    .section .partition.\name\().bss, "aw", %nobits
    .global \name\().message
\name\().message:
    .space 48
    .section .partition.\name\().stack, "aw", %progbits
    .balign 32
    .space 512 + 32
.endm
    partition ALPHA
    partition BETA
    partition OLD
