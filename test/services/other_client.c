/* SPDX-License-Identifier: Apache-2.0 */

/* OTHER_CLIENT: a partition that stores assets for whom asks. */
#include "other_client.h"

#include "config_tfm.h"
#include "psa/internal_trusted_storage.h"
#include "psa/service.h"
#include "psa_manifest/other_client.h"
#include "tfm_platform_api.h"

enum { FIRST_OF_MANY = 1000, MOST = 100 };

static psa_status_t set(const psa_msg_t* message, psa_storage_uid_t uid) {
  uint8_t data[32];
  const size_t size = psa_read(message->handle, 1, data, sizeof data);

  return psa_its_set(uid, size, data, PSA_STORAGE_FLAG_NONE);
}

static psa_status_t get(const psa_msg_t* message, psa_storage_uid_t uid) {
  uint8_t data[32];
  size_t size = 0;
  const psa_status_t status = psa_its_get(uid, 0, sizeof data, data, &size);

  if (status == PSA_SUCCESS) {
    psa_write(message->handle, 0, data, size);
  }
  return status;
}

static psa_status_t get_size(const psa_msg_t* message, psa_storage_uid_t uid) {
  struct psa_storage_info_t info;
  const psa_status_t status = psa_its_get_info(uid, &info);
  const uint32_t size = (uint32_t)info.size;

  if (status == PSA_SUCCESS) {
    psa_write(message->handle, 0, &size, sizeof size);
  }
  return status;
}

static psa_status_t fill(void) {
  static const uint8_t data[ITS_MAX_ASSET_SIZE];
  psa_storage_uid_t uid = FIRST_OF_MANY;
  psa_status_t status = PSA_SUCCESS;
  int32_t count = 0;

  while (count < MOST && (status = psa_its_set(uid, sizeof data, data, PSA_STORAGE_FLAG_NONE)) == PSA_SUCCESS) {
    uid++;
    count++;
  }
  while (uid > FIRST_OF_MANY) {
    uid--;
    if (psa_its_remove(uid) != PSA_SUCCESS) {
      return PSA_ERROR_GENERIC_ERROR;
    }
  }
  return status == PSA_ERROR_INSUFFICIENT_STORAGE ? count : status;
}

static psa_status_t read_counter(const psa_msg_t* message, uint32_t counter) {
  uint32_t value = 0;
  const enum tfm_platform_err_t status = tfm_platform_nv_counter_read(counter, sizeof value, (uint8_t*)&value);

  psa_write(message->handle, 0, &value, sizeof value);
  return (psa_status_t)status;
}

psa_status_t other_client_sfn(const psa_msg_t* message) {
  psa_storage_uid_t uid = 0;

  psa_read(message->handle, 0, &uid, sizeof uid);
  switch (message->type) {
    case OTHER_SET: return set(message, uid);
    case OTHER_GET: return get(message, uid);
    case OTHER_GET_SIZE: return get_size(message, uid);
    case OTHER_REMOVE: return psa_its_remove(uid);
    case OTHER_FILL: return fill();
    case OTHER_READ_COUNTER: return read_counter(message, (uint32_t)uid);
    case OTHER_INCREMENT: return (psa_status_t)tfm_platform_nv_counter_increment((uint32_t)uid);
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
