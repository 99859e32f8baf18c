/* SPDX-License-Identifier: Apache-2.0 */

/* psa_ps_*(), for the non-secure program and for partitions. */
#include "psa/client.h"
#include "psa/protected_storage.h"
#include "psa_manifest/sid.h"
#include "tfm_ps_defs.h"

/* The first arguments are in the same registers as those of the functions below. An input of no bytes is none. */
static psa_status_t ask(psa_storage_uid_t uid, size_t word, size_t capacity, int32_t type, const void* data,
                        size_t size, psa_outvec* out) {
  const struct tfm_ps_request request = {(uint32_t)uid, (uint32_t)(uid >> 32), (uint32_t)word, (uint32_t)capacity};
  const psa_invec in[] = {{&request, sizeof request}, {data, size}};

  return psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, type, in, 2, out, out != NULL);
}

psa_status_t psa_ps_set(psa_storage_uid_t uid, size_t data_length, const void* p_data,
                        psa_storage_create_flags_t create_flags) {
  return ask(uid, create_flags, 0, TFM_PS_SET, p_data, data_length, NULL);
}

psa_status_t psa_ps_get(psa_storage_uid_t uid, size_t data_offset, size_t data_size, void* p_data,
                        size_t* p_data_length) {
  psa_outvec out = {p_data, data_size};

  if (p_data_length == NULL) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = ask(uid, data_offset, 0, TFM_PS_GET, NULL, 0, &out);
  *p_data_length = status == PSA_SUCCESS ? out.len : 0;
  return status;
}

psa_status_t psa_ps_get_info(psa_storage_uid_t uid, struct psa_storage_info_t* p_info) {
  psa_outvec out = {p_info, sizeof *p_info};

  return p_info == NULL ? PSA_ERROR_INVALID_ARGUMENT : ask(uid, 0, 0, TFM_PS_GET_INFO, NULL, 0, &out);
}

psa_status_t psa_ps_remove(psa_storage_uid_t uid) { return ask(uid, 0, 0, TFM_PS_REMOVE, NULL, 0, NULL); }

psa_status_t psa_ps_create(psa_storage_uid_t uid, size_t capacity, psa_storage_create_flags_t create_flags) {
  return ask(uid, create_flags, capacity, TFM_PS_CREATE, NULL, 0, NULL);
}

psa_status_t psa_ps_set_extended(psa_storage_uid_t uid, size_t data_offset, size_t data_length, const void* p_data) {
  return ask(uid, data_offset, 0, TFM_PS_SET_EXTENDED, p_data, data_length, NULL);
}

uint32_t psa_ps_get_support(void) {
  const psa_status_t status = psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, TFM_PS_GET_SUPPORT, NULL, 0, NULL, 0);

  return status > 0 ? (uint32_t)status : 0;
}
