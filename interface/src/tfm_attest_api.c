/* SPDX-License-Identifier: Apache-2.0 */

/* psa_initial_attest_*(), for the non-secure program and for partitions. */
#include "psa/client.h"
#include "psa/initial_attestation.h"
#include "psa_manifest/sid.h"
#include "tfm_attest_defs.h"

psa_status_t psa_initial_attest_get_token(const uint8_t* auth_challenge, size_t challenge_size, uint8_t* token_buf,
                                          size_t token_buf_size, size_t* token_size) {
  const psa_invec in = {auth_challenge, challenge_size};
  psa_outvec out = {token_buf, token_buf_size};
  const psa_status_t status = psa_call(TFM_ATTESTATION_SERVICE_HANDLE, TFM_ATTEST_GET_TOKEN, &in, 1, &out, 1);

  *token_size = status == PSA_SUCCESS ? out.len : 0;
  return status;
}

psa_status_t psa_initial_attest_get_token_size(size_t challenge_size, size_t* token_size) {
  const psa_invec in = {&challenge_size, sizeof challenge_size};
  psa_outvec out = {token_size, sizeof *token_size};

  return psa_call(TFM_ATTESTATION_SERVICE_HANDLE, TFM_ATTEST_GET_TOKEN_SIZE, &in, 1, &out, 1);
}
