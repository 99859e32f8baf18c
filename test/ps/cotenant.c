/* SPDX-License-Identifier: Apache-2.0 */

/* COTENANT: the second client of Protected Storage, and one that would like to have its key and its counters. */
#include "cotenant.h"

#include "psa/crypto.h"
#include "psa/internal_trusted_storage.h"
#include "psa/protected_storage.h"
#include "psa/service.h"
#include "psa_manifest/cotenant.h"
#include "tfm_builtin_key_ids.h"

static psa_status_t set(const psa_msg_t* message, psa_storage_uid_t uid) {
  uint8_t data[32];
  const size_t size = psa_read(message->handle, 1, data, sizeof data);

  return psa_ps_set(uid, size, data, PSA_STORAGE_FLAG_NONE);
}

static psa_status_t get(const psa_msg_t* message, psa_storage_uid_t uid) {
  uint8_t data[32];
  size_t size = 0;
  const psa_status_t status = psa_ps_get(uid, 0, sizeof data, data, &size);

  if (status == PSA_SUCCESS) {
    psa_write(message->handle, 0, data, size);
  }
  return status;
}

static psa_status_t derive(void) {
  psa_key_derivation_operation_t derivation = PSA_KEY_DERIVATION_OPERATION_INIT;
  psa_status_t status = psa_key_derivation_setup(&derivation, PSA_ALG_HKDF(PSA_ALG_SHA_256));

  if (status == PSA_SUCCESS) {
    status = psa_key_derivation_input_key(&derivation, PSA_KEY_DERIVATION_INPUT_SECRET, TFM_BUILTIN_KEY_ID_HUK);
  }
  (void)psa_key_derivation_abort(&derivation);
  return status;
}

static psa_key_id_t hoard[16 /* as many as there are */];
static size_t hoarded;

static psa_status_t hoard_keys(void) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_status_t status = PSA_SUCCESS;

  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  while (hoarded < sizeof hoard / sizeof hoard[0] && status == PSA_SUCCESS) {
    status = psa_import_key(&attributes, (const uint8_t*)"k", 1, &hoard[hoarded]);
    hoarded += status == PSA_SUCCESS;
  }
  return status;
}

static psa_status_t drop_keys(void) {
  psa_status_t status = PSA_SUCCESS;

  while (hoarded > 0 && status == PSA_SUCCESS) {
    status = psa_destroy_key(hoard[--hoarded]);
  }
  return status;
}

psa_status_t cotenant_sfn(const psa_msg_t* message) {
  static const uint32_t zeros[2] = {0, 0};
  psa_storage_uid_t uid = 0;

  psa_read(message->handle, 0, &uid, sizeof uid);
  switch (message->type) {
    case COTENANT_SET: return set(message, uid);
    case COTENANT_GET: return get(message, uid);
    case COTENANT_REMOVE: return psa_ps_remove(uid);
    case COTENANT_EXTEND: return psa_ps_set_extended(uid, 0, 1, zeros);
    case COTENANT_DERIVE: return derive();
    case COTENANT_SPOIL_COUNTERS: return psa_its_set(uid, sizeof zeros, zeros, PSA_STORAGE_FLAG_NONE);
    case COTENANT_HOARD_KEYS: return hoard_keys();
    case COTENANT_DROP_KEYS: return drop_keys();
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
