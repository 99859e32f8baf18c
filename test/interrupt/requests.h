// SPDX-License-Identifier: Apache-2.0

/* Requests to the partitions of this suite. They answer 0, or the line of the check that failed. */
#ifndef REQUESTS_H
#define REQUESTS_H

/* Interrupt lines that no device of any board uses. */
enum source {
  OLD_SLOW_SOURCE = 20,
  THREAD_SLOW_SOURCE = 21,
  THREAD_FAST_SOURCE = 22,
  FUNCTION_SLOW_SOURCE = 23,
  FUNCTION_FAST_SOURCE = 24,
};

enum line_request {
  LINE_BOOT = 1,          /* what the partition saw before its first request */
  LINE_STATE,             /* enable, disable, and the answer of disable */
  LINE_RAISED,            /* from the interrupt to psa_eoi */
  LINE_MASKED,            /* until psa_eoi the line is masked */
  LINE_DISABLED,          /* interrupts of a disabled line wait; asserted signals stay */
  LINE_EOI_OF_DISABLED,   /* psa_eoi leaves it disabled */
  LINE_ENABLE_BEFORE_EOI, /* psa_irq_enable leaves it masked */
  LINE_FUNCTION,          /* a FLIH function runs at once, and decides about the signal */
  LINE_TWO_SIGNALS,       /* polled one by one and together */
  LINE_PRIORITIES,        /* of the lines, on a machine with a controller to look at */
  LINE_POLL_SLOW,         /* polls until the second-level signal is asserted */
  LINE_FULL_REGISTERS,    /* psa_wait with a pattern in every register that it must preserve */
  LINE_BLOCK_SLOW,        /* psa_wait until the second-level signal is asserted */
  LINE_BLOCK_FAST,        /* psa_wait until the first-level signal is asserted */
  LINE_SLOW_IS_ASSERTED,  /* checks it, and calls psa_eoi */
  LINE_FAST_IS_ASSERTED,  /* checks it, and calls psa_reset_signal */
  LINE_NOTHING_ASSERTED,
  LINE_RELAY,            /* FUNCTION only: raises THREAD's line three times, one after the other */
  LINE_ASK_THREAD,       /* FUNCTION only: calls THREAD with LINE_CAME_ONCE */
  LINE_CAME_ONCE,        /* THREAD only: interrupts have woken it once since the last request */
  LINE_CAME_THREE_TIMES, /* THREAD only */
  LINE_HOW_OFTEN,        /* THREAD only: answers how often interrupts have woken it since the last request */
  LINE_PASS_ON,          /* THREAD only: raises FUNCTION's line when its own line wakes it next */
  LINE_TOGETHER,         /* THREAD only: an interrupt and a message arrive at the same time */
};

/* X(misuse, rule that it breaks) */
#define MISUSES(X)                           \
  X(MISUSE_ENABLE_NOTHING, "IRQ-3")          \
  X(MISUSE_ENABLE_TWO, "IRQ-3")              \
  X(MISUSE_ENABLE_SERVICE, "IRQ-3")          \
  X(MISUSE_ENABLE_UNASSIGNED, "IRQ-3")       \
  X(MISUSE_DISABLE_TWO, "IRQ-4")             \
  X(MISUSE_DISABLE_SERVICE, "IRQ-4")         \
  X(MISUSE_EOI_NOT_ASSERTED, "EOI-2")        \
  X(MISUSE_EOI_TWO, "EOI-2")                 \
  X(MISUSE_EOI_SERVICE, "EOI-2")             \
  X(MISUSE_EOI_FIRST_LEVEL, "EOI-2")         \
  X(MISUSE_EOI_TWICE, "EOI-2")               \
  X(MISUSE_RESET_NOT_ASSERTED, "RST-1")      \
  X(MISUSE_RESET_TWO, "RST-1")               \
  X(MISUSE_RESET_SECOND_LEVEL, "RST-1")      \
  X(MISUSE_RESET_SERVICE, "RST-1")           \
  X(MISUSE_FUNCTION_RESULT, "FLIH-3")        \
  X(MISUSE_FUNCTION_WAITS, "PE-11 + FLIH-5") \
  X(MISUSE_FUNCTION_CALLS, "PE-11 + FLIH-5") \
  X(MISUSE_FUNCTION_PANICS, "PE-11 + FLIH-5")

enum misuse {
  MISUSE_NONE = 100,
#define X(misuse, rule) misuse,
  MISUSES(X)
#undef X
      MISUSE_WAIT_FOR_SERVICE, /* SFN model only: SFN-13 */
};

#endif
