/* Registers of the MPS3 boards, at their secure addresses. */
#ifndef PLACES_H
#define PLACES_H

#define CONTROLLER 0x50080014u         /* of security: its word for non-secure faults */
#define PROTECTION_OF_CODE 0x57000000u /* a memory protection controller */
#define PROTECTION_OF_RAM 0x50083000u
#define SYSTEM_CONTROL 0x58021000u
#define SLOW_TIMER 0x5802F000u
#define LOG_UART 0x59304000u

/* Its controllers do not answer non-secure code at all: that is a bus fault, among the attempts that reset. */
#define LEVERS_OF_BOARD

#endif
