// SPDX-License-Identifier: Apache-2.0

/* The PSA API of a partition on the SFN backend, except for the kernel's own part: the calls in the table of
 * spm/calls/calls.hpp are functions of the kernel, and a partition calls them directly. */
#include "pack.h"
#include "psa/client.h"
#include "tfm_psa_call_pack.h"

uint32_t psa_framework_version(void) { return PSA_FRAMEWORK_VERSION; }

psa_status_t psa_call(psa_handle_t handle, int32_t type, const psa_invec* in_vec, size_t in_len, psa_outvec* out_vec,
                      size_t out_len) {
  return tfm_psa_call_pack(handle, postern_pack(type, in_len, out_len), in_vec, out_vec);
}
