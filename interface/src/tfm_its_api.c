/* SPDX-License-Identifier: Apache-2.0 */

/* psa_its_*(), for the non-secure program and for partitions. */
#include "psa/client.h"
#include "psa/internal_trusted_storage.h"
#include "psa_manifest/sid.h"
#include "tfm_its_defs.h"

enum { REQUEST, DATA };

static psa_status_t ask(int32_t type, psa_storage_uid_t uid, size_t word, psa_invec* in, size_t in_count,
                        psa_outvec* out) {
  const struct tfm_its_request request = {(uint32_t)uid, (uint32_t)(uid >> 32), (uint32_t)word};

  in[REQUEST].base = &request;
  in[REQUEST].len = sizeof request;
  return psa_call(TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE, type, in, in_count, out, out != NULL);
}

psa_status_t psa_its_set(psa_storage_uid_t uid, size_t data_length, const void* p_data,
                         psa_storage_create_flags_t create_flags) {
  psa_invec in[] = {{NULL, 0}, {p_data, data_length}};

  return ask(TFM_ITS_SET, uid, create_flags, in, 2, NULL);
}

psa_status_t psa_its_get(psa_storage_uid_t uid, size_t data_offset, size_t data_size, void* p_data,
                         size_t* p_data_length) {
  psa_invec in[1];
  psa_outvec out = {p_data, data_size};

  if (p_data_length == NULL) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = ask(TFM_ITS_GET, uid, data_offset, in, 1, &out);
  *p_data_length = status == PSA_SUCCESS ? out.len : 0;
  return status;
}

psa_status_t psa_its_get_info(psa_storage_uid_t uid, struct psa_storage_info_t* p_info) {
  struct tfm_its_info info = {0, 0};
  psa_invec in[1];
  psa_outvec out = {&info, sizeof info};

  if (p_info == NULL) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = ask(TFM_ITS_GET_INFO, uid, 0, in, 1, &out);
  p_info->capacity = p_info->size = info.size;
  p_info->flags = info.flags;
  return status;
}

psa_status_t psa_its_remove(psa_storage_uid_t uid) {
  psa_invec in[1];

  return ask(TFM_ITS_REMOVE, uid, 0, in, 1, NULL);
}
