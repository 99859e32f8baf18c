/* Facts that the MPS2+ boards share, from their manuals. */
#ifndef MPS2_H
#define MPS2_H

/* The ranges of non-secure memory, in the form of the attribution unit. */
#define NON_SECURE_CODE 0x00100000u
#define NON_SECURE_CODE_LIMIT 0x001FFFE0u
#define NON_SECURE_RAM 0x28200000u
#define NON_SECURE_RAM_LIMIT 0x283FFFE0u

/* X(register, its bits of non-secure devices); all other non-secure-access bits are zero. */
#define OPEN_PORTS(X) X(0x50080070, 1u << 1 | 1u << 2) X(0x50080084, 1u << 5)

/* Lines of TIMER1, the dual timer, UART0 receive, transmit and both. */
#define NON_SECURE_LINES \
  { 0x00000030, 0x00000403, 0, 0 }

/* A page of secure memory that nothing uses, at both aliases, and the controller of its blocks. */
#define SPARE_PAGE 0x28100000
#define SPARE_PAGE_AT_SECURE 0x38100000
#define SPARE_PAGE_CONTROLLER 0x58008000u
#define SPARE_PAGE_WORD 32u

/* UART2, which no partition or world has here: both aliases, and its bit in two registers. */
#define SPARE_DEVICE 0x40202000
#define SPARE_DEVICE_AT_SECURE 0x50202000
#define SPARE_DEVICE_NON_SECURE 0x50080084u
#define SPARE_DEVICE_UNPRIVILEGED 0x500800C4u
#define SPARE_DEVICE_BIT (1u << 7)

/* Of the MPU, which has 16 in the emulator. */
#define DOMAIN_SLOTS 8u

#endif
