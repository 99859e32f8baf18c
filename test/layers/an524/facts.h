// SPDX-License-Identifier: Apache-2.0

/* Arm MPS3 AN524, from its manual. */
#ifndef FACTS_H
#define FACTS_H

/* The ranges of non-secure memory, in the form of the attribution unit. */
#define NON_SECURE_CODE 0x00040000u
#define NON_SECURE_CODE_LIMIT 0x0005FFE0u
#define NON_SECURE_RAM 0x60000000u
#define NON_SECURE_RAM_LIMIT 0x601FFFE0u

/* X(memory controller, first word of 32 blocks that is non-secure, last one) */
#define MEMORY_CONTROLLERS(X) \
  X(0x58007000, 8, 11)        \
  X(0x58008000, NONE, NONE)   \
  X(0x58009000, 0, 63)        \
  X(0x50083000, NONE, NONE)   \
  X(0x50084000, NONE, NONE)   \
  X(0x50085000, NONE, NONE)   \
  X(0x50086000, NONE, NONE)

/* X(register, its bits of non-secure devices); all other non-secure-access bits are zero. */
#define OPEN_PORTS(X) X(0x50080070, 1u << 1 | 1u << 2) X(0x50080088, 1u << 3)

/* Lines of TIMER1, the dual timer, UART0 receive, transmit and both. */
#define NON_SECURE_LINES \
  { 0x00000030, 0x00000403, 0, 0 }

/* A page of secure memory that nothing uses, at both aliases, and the controller of its blocks. */
#define SPARE_PAGE 0x20010000
#define SPARE_PAGE_AT_SECURE 0x30010000
#define SPARE_PAGE_CONTROLLER 0x50085000u
#define SPARE_PAGE_WORD 0u

/* UART2, which no partition or world has here: both aliases, and its bit in two registers. */
#define SPARE_DEVICE 0x41305000
#define SPARE_DEVICE_AT_SECURE 0x51305000
#define SPARE_DEVICE_NON_SECURE 0x50080088u
#define SPARE_DEVICE_UNPRIVILEGED 0x500800C8u
#define SPARE_DEVICE_BIT (1u << 5)

/* Of the MPU, which has 16 in the emulator. */
#define DOMAIN_SLOTS 8u

#endif
