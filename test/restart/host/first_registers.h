// SPDX-License-Identifier: Apache-2.0

/* The host's threads begin with what the C library gives them, and its traps need no frame. */
#ifndef FIRST_REGISTERS_H
#define FIRST_REGISTERS_H

#include "psa/service.h"

#define STORES_REGISTERS(name, next) \
  void name(void) { next(); }

static inline void keep_registers_of_boot(void) {}
static inline int are_registers_as_at_boot(void) { return 1; }
static inline psa_signal_t wait_with_filled_registers(psa_signal_t signals, uint32_t timeout) {
  return psa_wait(signals, timeout);
}
static inline void call_without_stack(void) { psa_panic(); }

#endif
