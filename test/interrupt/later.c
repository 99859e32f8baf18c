// SPDX-License-Identifier: Apache-2.0

/* Raises interrupts with a timer of the board, or without one. */
#include "later.h"

#include "psa/client.h"
#include "psa_manifest/sid.h"

#ifdef TIMER_SID
#include "timer.h"

/* 20 MHz, and an emulated instruction takes one nanosecond. */
enum { SOON = 200, LATE = 40000, LONGER_THAN_ALL = 100000, TIMES = 3 };

static void raise_times(unsigned source, uint32_t ticks, uint32_t times) {
  const struct delay delay = {source, ticks, times};
  const psa_invec in = {&delay, sizeof delay};
  (void)psa_call(TIMER_HANDLE, TIMER_RAISE_LATER, &in, 1, NULL, 0);
}

void raise_after(unsigned source, unsigned ticks) { raise_times(source, ticks, 1); }

void raise_later(unsigned source) { raise_times(source, LATE, 1); }

void raise_over_non_secure(unsigned source) {
  raise_times(source, SOON, TIMES);
  for (volatile unsigned i = 0; i < LONGER_THAN_ALL; i++) {
  }
}

#else
#include "raise.h"

void raise_after(unsigned source, unsigned ticks) {
  (void)ticks;
  postern_raise(source);
}

void raise_later(unsigned source) { postern_raise_when_idle(source); }

void raise_over_non_secure(unsigned source) {
  for (int i = 0; i < 3; i++) {
    postern_raise(source);
  }
}

#endif
