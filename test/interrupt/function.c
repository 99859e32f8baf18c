// SPDX-License-Identifier: Apache-2.0

/* FUNCTION: a partition of the SFN model, on both backends. */
#include "psa_manifest/function.h"

#include "line.h"
#include "psa_manifest/sid.h"

static const struct lines lines = {FUNCTION_SLOW_SIGNAL, FUNCTION_FAST_SIGNAL, FUNCTION_SLOW_SOURCE,
                                   FUNCTION_FAST_SOURCE};

static psa_status_t at_boot;

psa_flih_result_t function_fast_flih(void) { return run_fast_function(); }

static psa_status_t look_around(void) {
  raise_source(FUNCTION_SLOW_SOURCE);
  MUST(psa_wait(FUNCTION_SLOW_SIGNAL, PSA_POLL) == 0);
  MUST(psa_irq_disable(FUNCTION_SLOW_SIGNAL) == 0);
  MUST(psa_irq_disable(FUNCTION_FAST_SIGNAL) == 0);
  psa_irq_enable(FUNCTION_FAST_SIGNAL);
  psa_irq_enable(FUNCTION_SLOW_SIGNAL);
  MUST(psa_wait(FUNCTION_SLOW_SIGNAL, PSA_BLOCK) == FUNCTION_SLOW_SIGNAL);
  psa_eoi(FUNCTION_SLOW_SIGNAL);
  return 0;
}

psa_status_t function_init(void) {
  at_boot = look_around();
  return PSA_SUCCESS;
}

static psa_status_t ask_thread(int32_t request) {
#ifdef THREAD_HANDLE
  return psa_call(THREAD_HANDLE, request, NULL, 0, NULL, 0);
#else
  (void)request;
  return __LINE__;
#endif
}

psa_status_t function_sfn(const psa_msg_t* message) {
  switch (message->type) {
    case LINE_BOOT: return at_boot;
    case LINE_RELAY:
      for (int i = 0; i < 3; i++) {
        raise_source(THREAD_SLOW_SOURCE);
      }
      return ask_thread(LINE_CAME_THREE_TIMES);
    case LINE_ASK_THREAD: return ask_thread(LINE_CAME_ONCE);
    default: return tell_of_lines(&lines, message->type);
  }
}
