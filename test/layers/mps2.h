// SPDX-License-Identifier: Apache-2.0

/* Facts that the MPS2+ boards share, from their manuals. */
#ifndef MPS2_H
#define MPS2_H

/* The non-secure code, in the form of the attribution unit. */
#define NON_SECURE_CODE 0x00100000u
#define NON_SECURE_CODE_LIMIT 0x001FFFE0u

/* X(register, its bits of non-secure devices); all other non-secure-access bits are zero. */
#define OPEN_PORTS(X) X(0x50080070, 1u << 1 | 1u << 2) X(0x50080084, 1u << 5)

/* Lines of TIMER1, the dual timer, UART0 receive, transmit and both. */
#define NON_SECURE_LINES \
  { 0x00000030, 0x00000403, 0, 0 }

/* UART2, which no partition or world has here: both aliases, and its bit in two registers. */
#define SPARE_DEVICE 0x40202000
#define SPARE_DEVICE_AT_SECURE 0x50202000
#define SPARE_DEVICE_NON_SECURE 0x50080084u
#define SPARE_DEVICE_UNPRIVILEGED 0x500800C4u
#define SPARE_DEVICE_BIT (1u << 7)

/* Of the MPU, which has 16 in the emulator. */
#define DOMAIN_SLOTS 8u

#endif
