// SPDX-License-Identifier: Apache-2.0

/* Arm MPS3 AN547, from its manual. */
#ifndef FACTS_H
#define FACTS_H

/* The ranges of non-secure memory, in the form of the attribution unit. */
#define NON_SECURE_CODE 0x01000000u
#define NON_SECURE_CODE_LIMIT 0x011FFFE0u
#define NON_SECURE_RAM 0x21000000u
#define NON_SECURE_RAM_LIMIT 0x211FFFE0u

/* X(memory controller, first word of 32 blocks that is non-secure, last one) */
#define MEMORY_CONTROLLERS(X) \
  X(0x57000000, 0, 63)        \
  X(0x57001000, NONE, NONE) X(0x57002000, NONE, NONE) X(0x50083000, 0, 63) X(0x50084000, NONE, NONE)

/* X(register, its bits of non-secure devices); all other non-secure-access bits are zero. */
#define OPEN_PORTS(X) X(0x50080070, 1u << 1) X(0x50080088, 1u << 3)

/* Lines of TIMER1, UART0 receive, transmit and both. */
#define NON_SECURE_LINES \
  { 0x00000010, 0x00000806, 0, 0 }

/* A page of secure memory that nothing uses, at both aliases, and the controller of its blocks. */
#define SPARE_PAGE 0x21300000
#define SPARE_PAGE_AT_SECURE 0x31300000
#define SPARE_PAGE_CONTROLLER 0x50084000u
#define SPARE_PAGE_WORD 32u

/* UART2, which no partition or world has here: both aliases, and its bit in two registers. */
#define SPARE_DEVICE 0x49305000
#define SPARE_DEVICE_AT_SECURE 0x59305000
#define SPARE_DEVICE_NON_SECURE 0x50080088u
#define SPARE_DEVICE_UNPRIVILEGED 0x500800C8u
#define SPARE_DEVICE_BIT (1u << 5)

/* Of the MPU, which has 16 in the emulator. */
#define DOMAIN_SLOTS 16u

#endif
