// SPDX-License-Identifier: Apache-2.0

/* OLD: an FF-M 1.0 partition. Its line is enabled before it runs, and requests come through connections. */
#include "psa_manifest/old.h"

#include "line.h"
#include "psa_manifest/sid.h"

static const struct lines lines = {OLD_LINE, 0, OLD_SLOW_SOURCE, 0};

static psa_status_t look_around(void) {
  MUST(psa_wait(PSA_WAIT_ANY, PSA_POLL) == 0);
  raise_source(OLD_SLOW_SOURCE);
  MUST(psa_wait(OLD_LINE, PSA_POLL) == OLD_LINE);
  psa_eoi(OLD_LINE);
  MUST(psa_irq_disable(OLD_LINE) == 1);
  psa_irq_enable(OLD_LINE);
  return 0;
}

void old_main(void) {
  const psa_status_t at_boot = look_around();
  psa_msg_t message;

  for (;;) {
    if ((psa_wait(OLD_SIGNAL | PSA_DOORBELL, PSA_BLOCK) & PSA_DOORBELL) != 0) {
      psa_clear();
      (void)psa_call(THREAD_HANDLE, LINE_BOOT, NULL, 0, NULL, 0);
      continue;
    }
    if (psa_get(OLD_SIGNAL, &message) != PSA_SUCCESS) {
      continue;
    }
    if (message.type <= 0) {
      psa_reply(message.handle, PSA_SUCCESS);
    } else {
      psa_reply(message.handle, message.type == LINE_BOOT ? at_boot : tell_of_lines(&lines, message.type));
    }
  }
}
