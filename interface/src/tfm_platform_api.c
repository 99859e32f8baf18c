/* SPDX-License-Identifier: Apache-2.0 */

/* tfm_platform_*(), for the non-secure program and for partitions. */
#include "tfm_platform_api.h"

#include "psa_manifest/sid.h"
#include "tfm_platform_defs.h"

/* The service answers with values of tfm_platform_err_t; what else comes is an error of the call. */
static enum tfm_platform_err_t ask(uint32_t word, const psa_invec* input, psa_outvec* output, int32_t type) {
  psa_invec in[2] = {{&word, sizeof word}, {NULL, 0}};

  if (input != NULL) {
    in[1] = *input;
  }
  const psa_status_t status = psa_call(TFM_PLATFORM_SERVICE_HANDLE, type, in, 2, output, output != NULL);
  return status < 0 ? TFM_PLATFORM_ERR_SYSTEM_ERROR : (enum tfm_platform_err_t)status;
}

enum tfm_platform_err_t tfm_platform_system_reset(void) { return ask(0, NULL, NULL, TFM_PLATFORM_API_ID_SYSTEM_RESET); }

enum tfm_platform_err_t tfm_platform_ioctl(tfm_platform_ioctl_req_t request, psa_invec* input, psa_outvec* output) {
  return ask((uint32_t)request, input, output, TFM_PLATFORM_API_ID_IOCTL);
}

enum tfm_platform_err_t tfm_platform_nv_counter_increment(uint32_t counter_id) {
  return ask(counter_id, NULL, NULL, TFM_PLATFORM_API_ID_NV_INCREMENT);
}

enum tfm_platform_err_t tfm_platform_nv_counter_read(uint32_t counter_id, uint32_t size, uint8_t* val) {
  psa_outvec out = {val, size};

  return ask(counter_id, NULL, &out, TFM_PLATFORM_API_ID_NV_READ);
}

enum tfm_platform_err_t tfm_platform_counters(int32_t partition, struct tfm_platform_counters_t* counters) {
  psa_outvec out = {counters, sizeof *counters};

  return ask((uint32_t)partition, NULL, &out, TFM_PLATFORM_API_ID_COUNTERS);
}

enum tfm_platform_err_t tfm_platform_last_run(struct tfm_platform_last_run_t* run) {
  psa_outvec out = {run, sizeof *run};

  return ask(0, NULL, &out, TFM_PLATFORM_API_ID_LAST_RUN);
}
