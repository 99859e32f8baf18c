/* SPDX-License-Identifier: Apache-2.0 */

/* tfm_platform_*(), for the non-secure program and for partitions. */
#include "tfm_platform_api.h"

#include "psa_manifest/sid.h"
#include "tfm_platform_defs.h"

/* The service answers with values of tfm_platform_err_t; what else comes is an error of the call. */
static enum tfm_platform_err_t ask(int32_t type, const psa_invec* in, size_t in_count, psa_outvec* out,
                                   size_t out_count) {
  const psa_status_t status = psa_call(TFM_PLATFORM_SERVICE_HANDLE, type, in, in_count, out, out_count);

  return status < 0 ? TFM_PLATFORM_ERR_SYSTEM_ERROR : (enum tfm_platform_err_t)status;
}

enum tfm_platform_err_t tfm_platform_system_reset(void) {
  return ask(TFM_PLATFORM_API_ID_SYSTEM_RESET, NULL, 0, NULL, 0);
}

enum tfm_platform_err_t tfm_platform_ioctl(tfm_platform_ioctl_req_t request, psa_invec* input, psa_outvec* output) {
  psa_invec in[2] = {{&request, sizeof request}, {NULL, 0}};

  if (input != NULL) {
    in[1] = *input;
  }
  return ask(TFM_PLATFORM_API_ID_IOCTL, in, 2, output, output != NULL);
}

enum tfm_platform_err_t tfm_platform_nv_counter_increment(uint32_t counter_id) {
  const psa_invec in = {&counter_id, sizeof counter_id};

  return ask(TFM_PLATFORM_API_ID_NV_INCREMENT, &in, 1, NULL, 0);
}

enum tfm_platform_err_t tfm_platform_nv_counter_read(uint32_t counter_id, uint32_t size, uint8_t* val) {
  const psa_invec in = {&counter_id, sizeof counter_id};
  psa_outvec out = {val, size};

  return ask(TFM_PLATFORM_API_ID_NV_READ, &in, 1, &out, 1);
}

enum tfm_platform_err_t tfm_platform_last_run(struct tfm_platform_last_run_t* run) {
  psa_outvec out = {run, sizeof *run};

  return ask(TFM_PLATFORM_API_ID_LAST_RUN, NULL, 0, &out, 1);
}
