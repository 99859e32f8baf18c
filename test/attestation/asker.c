/* SPDX-License-Identifier: Apache-2.0 */

/* A partition that asks for a token, as a second client of the service: challenge; token. */
#include "psa_manifest/asker.h"
#include "must.h"
#include "psa/initial_attestation.h"
#include "psa/service.h"

psa_status_t asker_sfn(const psa_msg_t* message) {
  static uint8_t token[PSA_INITIAL_ATTEST_MAX_TOKEN_SIZE];
  uint8_t challenge[PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32] = {0};
  size_t size = 0;

  psa_read(message->handle, 0, challenge, sizeof challenge);
  MUST(psa_initial_attest_get_token(challenge, sizeof challenge, token, sizeof token, &size) == PSA_SUCCESS);
  psa_write(message->handle, 0, token, size);
  return PSA_SUCCESS;
}
