// SPDX-License-Identifier: Apache-2.0

/* SPY: accesses an address in memory that another partition has mapped. */
#include "psa_manifest/spy.h"
#include "attempt.h"
#include "psa/service.h"

psa_status_t spy_sfn(const psa_msg_t* msg) {
  struct attempt attempt;

  if (psa_read(msg->handle, 0, &attempt, sizeof attempt) == sizeof attempt) {
    (void)use(&attempt);
  }
  return PSA_SUCCESS;
}
