// SPDX-License-Identifier: Apache-2.0

/* psa/client.h for the non-secure world: each function packs its arguments into four words and calls a gate.
 *
 * Arguments that cannot be packed are refused here with the result that the kernel gives for them (NSI-1, PE-8); the
 * kernel checks everything else. */
#include "psa/client.h"
#include "tfm_ns_interface.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

uint32_t psa_framework_version(void) {
  return (uint32_t)tfm_ns_interface_dispatch((veneer_fn)(void (*)(void))tfm_psa_framework_version_veneer, 0, 0, 0, 0);
}

uint32_t psa_version(uint32_t sid) {
  return (uint32_t)tfm_ns_interface_dispatch((veneer_fn)(void (*)(void))tfm_psa_version_veneer, sid, 0, 0, 0);
}

psa_handle_t psa_connect(uint32_t sid, uint32_t version) {
  return tfm_ns_interface_dispatch((veneer_fn)(void (*)(void))tfm_psa_connect_veneer, sid, version, 0, 0);
}

psa_status_t psa_call(psa_handle_t handle, int32_t type, const psa_invec* in_vec, size_t in_len, psa_outvec* out_vec,
                      size_t out_len) {
  const size_t most = 7; /* what a count has room for: the kernel refuses more than PSA_MAX_IOVEC */
  if (type < PSA_CALL_TYPE_MIN || type > PSA_CALL_TYPE_MAX || (in_len | out_len) > most) {
    return PSA_ERROR_PROGRAMMER_ERROR;
  }
  return tfm_ns_interface_dispatch((veneer_fn)(void (*)(void))tfm_psa_call_veneer, (veneer_argument)handle,
                                   (veneer_argument)type | in_len << IN_LEN_OFFSET | out_len << OUT_LEN_OFFSET,
                                   (veneer_argument)in_vec, (veneer_argument)out_vec);
}

void psa_close(psa_handle_t handle) {
  (void)tfm_ns_interface_dispatch((veneer_fn)(void (*)(void))tfm_psa_close_veneer, (veneer_argument)handle, 0, 0, 0);
}
