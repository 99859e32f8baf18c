// SPDX-License-Identifier: Apache-2.0

/* Arm Musca-B1, by its manual. */
#ifndef FACTS_H
#define FACTS_H

/* The runs of non-secure memory, as the attribution unit writes them. */
#define NON_SECURE_CODE 0x00100000u
#define NON_SECURE_CODE_LIMIT 0x001FFFE0u
#define NON_SECURE_RAM 0x20040000u
#define NON_SECURE_RAM_LIMIT 0x2007FFE0u

/* X(memory controller, first word of 32 blocks that is non-secure, last one) */
#define MEMORY_CONTROLLERS(X) \
  X(0x52000000, 32, 63)       \
  X(0x52100000, NONE, NONE)   \
  X(0x52300000, NONE, NONE)   \
  X(0x50083000, NONE, NONE)   \
  X(0x50084000, NONE, NONE)   \
  X(0x50085000, 0, 3)         \
  X(0x50086000, 0, 3)

/* X(register, the devices of the non-secure world in it); all other registers of ports are zero. */
#define OPEN_PORTS(X) X(0x50080070, 1u << 1) X(0x50080084, 1u << 4)

/* TIMER1, UART0 receive, transmit and both. */
#define NON_SECURE_LINES \
  { 0x00000010, 0x00001180, 0, 0 }

/* A page of secure memory that nothing uses, at both aliases, and the controller of its blocks. */
#define SPARE_PAGE 0x20010000
#define SPARE_PAGE_AT_SECURE 0x30010000
#define SPARE_PAGE_CONTROLLER 0x50083000u
#define SPARE_PAGE_WORD 2u

/* The real-time clock, which is nothing's here: both aliases, and its bit in two registers. */
#define SPARE_DEVICE 0x4010D000
#define SPARE_DEVICE_AT_SECURE 0x5010D000
#define SPARE_DEVICE_NON_SECURE 0x50080084u
#define SPARE_DEVICE_UNPRIVILEGED 0x500800C4u
#define SPARE_DEVICE_BIT (1u << 11)

/* Of the protection unit, which has 16 in the emulator. */
#define DOMAIN_SLOTS 8u

#endif
