/* SPDX-License-Identifier: Apache-2.0 */

/* Counters as assets of Internal Trusted Storage. A put there happens as a whole or not at all, so a counter never goes
 * back, whenever the power fails. The assets belong to this partition; their names contain the client. */
#include "counters.h"

#include "config_tfm.h"
#include "psa/internal_trusted_storage.h"
#include "psa_manifest/sid.h"

#ifdef TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE

/* Not 0, which is no name: no client has the id 0. */
static psa_storage_uid_t asset_of(int32_t client, uint32_t counter) {
  return (psa_storage_uid_t)(uint32_t)client << 32 | counter;
}

enum tfm_platform_err_t read_counter(int32_t client, uint32_t counter, uint32_t* value) {
  size_t size = 0;

  *value = 0;
  if (counter >= PLATFORM_NV_COUNTERS) {
    return TFM_PLATFORM_ERR_INVALID_PARAM;
  }
  const psa_status_t status = psa_its_get(asset_of(client, counter), 0, sizeof *value, value, &size);
  if (status == PSA_ERROR_DOES_NOT_EXIST) {
    return TFM_PLATFORM_ERR_SUCCESS;
  }
  return status == PSA_SUCCESS && size == sizeof *value ? TFM_PLATFORM_ERR_SUCCESS : TFM_PLATFORM_ERR_SYSTEM_ERROR;
}

enum tfm_platform_err_t increment_counter(int32_t client, uint32_t counter) {
  uint32_t value;
  const enum tfm_platform_err_t status = read_counter(client, counter, &value);

  if (status != TFM_PLATFORM_ERR_SUCCESS) {
    return status;
  }
  if (value == UINT32_MAX) {
    return TFM_PLATFORM_ERR_SYSTEM_ERROR;
  }
  value++;
  return psa_its_set(asset_of(client, counter), sizeof value, &value, PSA_STORAGE_FLAG_NONE) == PSA_SUCCESS
             ? TFM_PLATFORM_ERR_SUCCESS
             : TFM_PLATFORM_ERR_SYSTEM_ERROR;
}

#else /* An image without that service has no memory for counters. */

enum tfm_platform_err_t read_counter(int32_t client, uint32_t counter, uint32_t* value) {
  (void)client, (void)counter;
  *value = 0;
  return TFM_PLATFORM_ERR_NOT_SUPPORTED;
}

enum tfm_platform_err_t increment_counter(int32_t client, uint32_t counter) {
  (void)client, (void)counter;
  return TFM_PLATFORM_ERR_NOT_SUPPORTED;
}

#endif
