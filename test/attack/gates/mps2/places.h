/* Registers of the MPS2 boards, at their secure addresses. */
#ifndef PLACES_H
#define PLACES_H

#define CONTROLLER 0x50080014u         /* of security: its word for non-secure faults */
#define PROTECTION_OF_CODE 0x58007000u /* a memory protection controller */
#define PROTECTION_OF_RAM 0x58009000u
#define SYSTEM_CONTROL 0x50021000u
#define SLOW_TIMER 0x5002F000u
#define LOG_UART 0x50201000u

/* What answers non-secure code with zeros: memory protection controllers, to lock them and to open all blocks. */
#define LEVERS_OF_BOARD {0x48007000, 0x80000000, false}, {0x4800701C, 0xFFFFFFFF, false},

#endif
