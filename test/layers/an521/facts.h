// SPDX-License-Identifier: Apache-2.0

/* Arm MPS2+ AN521, from its manual. */
#ifndef FACTS_H
#define FACTS_H

#include "mps2.h"

/* The run of non-secure RAM: the upper half of SSRAM2. */
#define NON_SECURE_RAM 0x28100000u
#define NON_SECURE_RAM_LIMIT 0x281FFFE0u

/* X(memory controller, first word of 32 blocks that is non-secure, last one) */
#define MEMORY_CONTROLLERS(X) \
  X(0x58007000, 32, 63)       \
  X(0x58008000, 32, 63)       \
  X(0x58009000, NONE, NONE)   \
  X(0x50083000, NONE, NONE)   \
  X(0x50084000, NONE, NONE)   \
  X(0x50085000, NONE, NONE)   \
  X(0x50086000, NONE, NONE)

/* A page of secure memory that nothing uses, at both aliases, and the controller of its blocks. */
#define SPARE_PAGE 0x28300000
#define SPARE_PAGE_AT_SECURE 0x38300000
#define SPARE_PAGE_CONTROLLER 0x58009000u
#define SPARE_PAGE_WORD 32u

#endif
