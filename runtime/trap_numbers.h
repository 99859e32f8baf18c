// SPDX-License-Identifier: Apache-2.0

/* The numbers of the traps: the whole interface between a partition or a gate and the kernel.
 *
 * Arguments travel in r0-r3, the answer comes back in r0. The numbers of the gates are a class of their own: only the
 * non-secure agent's context can use them, and a partition that tries gets a gate's refusal (PE-8). The file can be
 * included from C, C++ and assembly. */
#ifndef POSTERN_TRAP_NUMBERS_H
#define POSTERN_TRAP_NUMBERS_H

#define POSTERN_TRAP_VERSION 0
#define POSTERN_TRAP_CONNECT 1
#define POSTERN_TRAP_CALL 2
#define POSTERN_TRAP_CLOSE 3
#define POSTERN_TRAP_WAIT 4
#define POSTERN_TRAP_GET 5
#define POSTERN_TRAP_READ 6
#define POSTERN_TRAP_SKIP 7
#define POSTERN_TRAP_WRITE 8
#define POSTERN_TRAP_REPLY 9
#define POSTERN_TRAP_SET_RHANDLE 10
#define POSTERN_TRAP_PANIC 11
#define POSTERN_TRAP_LIFECYCLE 12
#define POSTERN_TRAP_REPLY_AND_RECEIVE 13
#define POSTERN_TRAP_NOTIFY 14
#define POSTERN_TRAP_CLEAR 15
#define POSTERN_TRAP_EOI 16
#define POSTERN_TRAP_IRQ_ENABLE 17
#define POSTERN_TRAP_IRQ_DISABLE 18
#define POSTERN_TRAP_RESET_SIGNAL 19
#define POSTERN_TRAP_MAP_INVEC 20
#define POSTERN_TRAP_UNMAP_INVEC 21
#define POSTERN_TRAP_MAP_OUTVEC 22
#define POSTERN_TRAP_UNMAP_OUTVEC 23
#define POSTERN_TRAP_LOG 24
#define POSTERN_TRAP_PARTITION_COUNT 25

/* The class of the gates follows directly, so that one table and one compare serve both. */
#define POSTERN_TRAP_GATE_FIRST POSTERN_TRAP_PARTITION_COUNT
#define POSTERN_TRAP_GATE_VERSION 25
#define POSTERN_TRAP_GATE_CONNECT 26
#define POSTERN_TRAP_GATE_CALL 27
#define POSTERN_TRAP_GATE_CLOSE 28
#define POSTERN_TRAP_GATE_COUNT 4

/* Idle asks what can run. Accepted only from idle. */
#define POSTERN_TRAP_CHOOSE 29
#define POSTERN_TRAP_COUNT 30

/* The table of traps has 1 << POSTERN_TRAP_BITS rows. The last ones break PE-11, and larger numbers count as the last.
 */
#define POSTERN_TRAP_BITS 5

/* Requests of a non-secure kernel about its clients: only from a gate in handler mode (NSID-4). They only pass values,
 * and no thread changes. */
#define POSTERN_TRAP_NSCE_INIT 30
#define POSTERN_TRAP_NSCE_ACQUIRE 31
#define POSTERN_TRAP_NSCE_RELEASE 32
#define POSTERN_TRAP_NSCE_LOAD 33
#define POSTERN_TRAP_NSCE_SAVE 34

/* The end of a FLIH function above isolation level 1, with its result; accepted only from such a function. */
#define POSTERN_TRAP_FUNCTION_RETURN 35

/* POSTERN_TRAP_READ and POSTERN_TRAP_WRITE copy one piece at a time. This bit in the answer says that the same request,
 * advanced by the count in the other bits, must be made again for the rest. */
#define POSTERN_TRAP_MORE 0x80000000

#endif
