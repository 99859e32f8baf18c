// SPDX-License-Identifier: Apache-2.0

/* A partition that ends the run. */
#include "psa_manifest/fallible.h"
#include "psa/client.h"
#include "psa/service.h"

#include "ends.h"

psa_status_t fallible_sfn(const psa_msg_t* message) {
  switch (message->type) {
    case END_BY_PANIC: psa_panic();
    case END_BY_RULE: return psa_call(0x1234, 0, NULL, 0, NULL, 0);
    case END_BY_FAULT: __builtin_trap();
    default: return PSA_SUCCESS;
  }
}
