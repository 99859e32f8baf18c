// SPDX-License-Identifier: Apache-2.0

/* The bytes at the end of the main stack that the report of a fault needs. port_fault begins at the top of the stack
 * when less is left, and `postern link stacks` compares the room with the machine code of the report. */
#ifndef POSTERN_FAULT_ROOM_H
#define POSTERN_FAULT_ROOM_H

#define POSTERN_FAULT_ROOM 576

#endif
