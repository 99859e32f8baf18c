// SPDX-License-Identifier: Apache-2.0

/* Requests about interrupt lines, answered with the PSA API alone, in either model. */
#include "line.h"

#include "registers.h"

enum { CALLS_NOTHING, WAITS, CALLS, PANICS };

static volatile unsigned fast_runs;
static volatile psa_flih_result_t fast_result = PSA_FLIH_NO_SIGNAL;
static volatile int fast_sin = CALLS_NOTHING;

psa_flih_result_t run_fast_function(void) {
  fast_runs++;
  switch (fast_sin) {
    case WAITS: (void)psa_wait(PSA_WAIT_ANY, PSA_POLL); break;
    case CALLS: (void)psa_version(1); break;
    case PANICS: psa_panic();
    default: break;
  }
  return fast_result;
}

static psa_signal_t poll(psa_signal_t signals) { return psa_wait(signals, PSA_POLL); }

static psa_status_t state(const struct lines* lines) {
  MUST(psa_irq_disable(lines->slow) == 1);
  MUST(psa_irq_disable(lines->slow) == 0);
  MUST(is_masked(lines->slow_source));
  psa_irq_enable(lines->slow);
  psa_irq_enable(lines->slow); /* has no effect */
  MUST(psa_irq_disable(lines->slow) == 1);
  psa_irq_enable(lines->slow);
  raise_source(lines->slow_source);
  MUST(poll(lines->slow) == lines->slow);
  psa_eoi(lines->slow);
  return 0;
}

static psa_status_t raised(const struct lines* lines) {
  MUST(poll(lines->slow) == 0);
  raise_source(lines->slow_source);
  MUST(poll(lines->slow) == lines->slow);
  MUST(poll(PSA_WAIT_ANY) == lines->slow);
  MUST(psa_wait(lines->slow, PSA_BLOCK) == lines->slow);
  psa_eoi(lines->slow);
  MUST(poll(lines->slow) == 0);
  raise_source(lines->slow_source); /* again */
  MUST(poll(lines->slow) == lines->slow);
  psa_eoi(lines->slow);
  MUST(poll(lines->slow) == 0);
  return 0;
}

static psa_status_t masked(const struct lines* lines) {
  raise_source(lines->slow_source);
  MUST(poll(lines->slow) == lines->slow);
  raise_source(lines->slow_source); /* pending, not asserted */
  MUST(is_masked(lines->slow_source));
  MUST(is_pending(lines->slow_source));
  psa_eoi(lines->slow); /* clears both */
  MUST(poll(lines->slow) == 0);
  return 0;
}

static psa_status_t disabled(const struct lines* lines) {
  MUST(psa_irq_disable(lines->slow) == 1);
  raise_source(lines->slow_source);
  MUST(poll(lines->slow) == 0);
  psa_irq_enable(lines->slow);
  MUST(poll(lines->slow) == lines->slow);
  MUST(psa_irq_disable(lines->slow) == 1);
  MUST(poll(lines->slow) == lines->slow);
  psa_eoi(lines->slow);
  psa_irq_enable(lines->slow);
  MUST(poll(lines->slow) == 0);
  return 0;
}

static psa_status_t eoi_of_disabled(const struct lines* lines) {
  raise_source(lines->slow_source);
  MUST(psa_irq_disable(lines->slow) == 1); /* masked by the framework, but enabled by the partition */
  psa_eoi(lines->slow);
  raise_source(lines->slow_source);
  MUST(poll(lines->slow) == 0);
  MUST(psa_irq_disable(lines->slow) == 0);
  psa_irq_enable(lines->slow);
  MUST(poll(lines->slow) == lines->slow);
  psa_eoi(lines->slow);
  return 0;
}

static psa_status_t enable_before_eoi(const struct lines* lines) {
  raise_source(lines->slow_source);
  MUST(psa_irq_disable(lines->slow) == 1);
  psa_irq_enable(lines->slow);
  MUST(is_masked(lines->slow_source));
  raise_source(lines->slow_source);
  MUST(is_pending(lines->slow_source));
  psa_eoi(lines->slow);
  MUST(poll(lines->slow) == 0);
  raise_source(lines->slow_source); /* unmasked again */
  MUST(poll(lines->slow) == lines->slow);
  psa_eoi(lines->slow);
  return 0;
}

static psa_status_t function(const struct lines* lines) {
  const unsigned before = fast_runs;
  fast_result = PSA_FLIH_NO_SIGNAL;
  raise_source(lines->fast_source);
  MUST(fast_runs == before + 1);
  MUST(poll(lines->fast) == 0);
  fast_result = PSA_FLIH_SIGNAL;
  raise_source(lines->fast_source);
  MUST(fast_runs == before + 2);
  MUST(poll(lines->fast) == lines->fast);
  raise_source(lines->fast_source); /* not masked by its signal */
  MUST(fast_runs == before + 3);
  MUST(psa_irq_disable(lines->fast) == 1);
  raise_source(lines->fast_source);
  MUST(fast_runs == before + 3);
  psa_reset_signal(lines->fast);
  MUST(is_pending(lines->fast_source)); /* the controller's state did not change */
  MUST(poll(lines->fast) == 0);
  MUST(psa_irq_disable(lines->fast) == 0);
  psa_irq_enable(lines->fast);
  MUST(fast_runs == before + 4);
  MUST(poll(lines->fast) == lines->fast);
  fast_result = PSA_FLIH_NO_SIGNAL;
  raise_source(lines->fast_source);
  MUST(poll(lines->fast) == lines->fast); /* PSA_FLIH_NO_SIGNAL clears nothing */
  psa_reset_signal(lines->fast);
  fast_result = PSA_FLIH_SIGNAL;
  return 0;
}

static psa_status_t two_signals(const struct lines* lines) {
  raise_source(lines->slow_source);
  raise_source(lines->fast_source);
  MUST(poll(lines->slow) == lines->slow);
  MUST(poll(lines->fast) == lines->fast);
  MUST(psa_wait(lines->slow | lines->fast, PSA_BLOCK) == (lines->slow | lines->fast));
  psa_eoi(lines->slow);
  MUST(poll(PSA_WAIT_ANY) == lines->fast);
  psa_reset_signal(lines->fast);
  MUST(poll(PSA_WAIT_ANY) == 0);
  return 0;
}

static psa_status_t asserted(const struct lines* lines, int32_t request) {
  switch (request) {
    case LINE_BLOCK_SLOW:
      MUST(poll(lines->slow) == 0);
      MUST(psa_wait(lines->slow, PSA_BLOCK) == lines->slow);
      psa_eoi(lines->slow);
      return 0;
    case LINE_BLOCK_FAST:
      MUST(poll(lines->fast) == 0);
      MUST(psa_wait(lines->fast, PSA_BLOCK) == lines->fast);
      psa_reset_signal(lines->fast);
      return 0;
    case LINE_SLOW_IS_ASSERTED:
      MUST(poll(lines->slow) == lines->slow);
      psa_eoi(lines->slow);
      return 0;
    default:
      MUST(poll(lines->fast) == lines->fast);
      psa_reset_signal(lines->fast);
      return 0;
  }
}

static psa_status_t priorities(const struct lines* lines) {
  MUST(is_before_non_secure(lines->slow_source));
  MUST(lines->fast == 0 || priority_of(lines->slow_source) == priority_of(lines->fast_source));
  return 0;
}

/* An interrupt comes although the partition never blocks. */
static psa_status_t poll_until_slow(const struct lines* lines) {
  enum { LONG = 10000000 };
  for (unsigned i = 0; i < LONG; i++) {
    if (poll(lines->slow) != 0) {
      psa_eoi(lines->slow);
      return 0;
    }
  }
  return __LINE__;
}

/* Other partitions run meanwhile, and change all the registers that they can (registers.h). */
static psa_status_t full_registers(const struct lines* lines) {
  MUST(poll(lines->slow) == 0);
  MUST(wait_with_full_registers(lines->slow) == 0);
  psa_eoi(lines->slow);
  return 0;
}

/* Does not return. */
static psa_status_t misuse_lines(const struct lines* lines, int32_t misuse) {
  const psa_signal_t service = 1u << 4; /* the first one assigned */
  const psa_signal_t both = lines->slow | lines->fast;
  fast_result = PSA_FLIH_SIGNAL;

  switch (misuse) {
    case MISUSE_ENABLE_NOTHING: psa_irq_enable(0); break;
    case MISUSE_ENABLE_TWO: psa_irq_enable(both); break;
    case MISUSE_ENABLE_SERVICE: psa_irq_enable(service); break;
    case MISUSE_ENABLE_UNASSIGNED: psa_irq_enable(1u << 20); break;
    case MISUSE_DISABLE_TWO: (void)psa_irq_disable(both); break;
    case MISUSE_DISABLE_SERVICE: (void)psa_irq_disable(service); break;
    case MISUSE_EOI_NOT_ASSERTED: psa_eoi(lines->slow); break;
    case MISUSE_EOI_TWO:
      raise_source(lines->slow_source);
      raise_source(lines->fast_source);
      psa_eoi(both);
      break;
    case MISUSE_EOI_SERVICE: psa_eoi(service); break;
    case MISUSE_EOI_FIRST_LEVEL:
      raise_source(lines->fast_source);
      psa_eoi(lines->fast);
      break;
    case MISUSE_EOI_TWICE:
      raise_source(lines->slow_source);
      psa_eoi(lines->slow);
      psa_eoi(lines->slow);
      break;
    case MISUSE_RESET_NOT_ASSERTED: psa_reset_signal(lines->fast); break;
    case MISUSE_RESET_TWO:
      raise_source(lines->slow_source);
      raise_source(lines->fast_source);
      psa_reset_signal(both);
      break;
    case MISUSE_RESET_SECOND_LEVEL:
      raise_source(lines->slow_source);
      psa_reset_signal(lines->slow);
      break;
    case MISUSE_RESET_SERVICE: psa_reset_signal(service); break;
    case MISUSE_FUNCTION_RESULT:
      fast_result = 2;
      raise_source(lines->fast_source);
      break;
    case MISUSE_FUNCTION_WAITS:
      fast_sin = WAITS;
      raise_source(lines->fast_source);
      break;
    case MISUSE_FUNCTION_CALLS:
      fast_sin = CALLS;
      raise_source(lines->fast_source);
      break;
    case MISUSE_FUNCTION_PANICS:
      fast_sin = PANICS;
      raise_source(lines->fast_source);
      break;
    case MISUSE_WAIT_FOR_SERVICE: (void)psa_wait(service, PSA_BLOCK); break;
    default: break;
  }
  return __LINE__;
}

psa_status_t tell_of_lines(const struct lines* lines, int32_t request) {
  switch (request) {
    case LINE_STATE: return state(lines);
    case LINE_RAISED: return raised(lines);
    case LINE_MASKED: return masked(lines);
    case LINE_DISABLED: return disabled(lines);
    case LINE_EOI_OF_DISABLED: return eoi_of_disabled(lines);
    case LINE_ENABLE_BEFORE_EOI: return enable_before_eoi(lines);
    case LINE_FUNCTION: return function(lines);
    case LINE_PRIORITIES: return priorities(lines);
    case LINE_POLL_SLOW: return poll_until_slow(lines);
    case LINE_FULL_REGISTERS: return full_registers(lines);
    case LINE_TWO_SIGNALS: return two_signals(lines);
    case LINE_NOTHING_ASSERTED: return poll(PSA_WAIT_ANY) == 0 ? 0 : __LINE__;
    case LINE_BLOCK_SLOW:
    case LINE_BLOCK_FAST:
    case LINE_SLOW_IS_ASSERTED:
    case LINE_FAST_IS_ASSERTED: return asserted(lines, request);
    default: return misuse_lines(lines, request);
  }
}
