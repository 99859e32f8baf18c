/* SPDX-License-Identifier: Apache-2.0 */

/* psa_ps_*(), for the non-secure program and for partitions. */
#include "psa/client.h"
#include "psa/protected_storage.h"
#include "psa_manifest/sid.h"
#include "tfm_ps_defs.h"

enum { REQUEST, DATA };

/* `data` is the second input vector, if the request has one. */
static psa_status_t ask(int32_t type, psa_storage_uid_t uid, size_t word, size_t capacity, const psa_invec* data,
                        psa_outvec* out) {
  const struct tfm_ps_request request = {(uint32_t)uid, (uint32_t)(uid >> 32), (uint32_t)word, (uint32_t)capacity};
  psa_invec in[] = {{&request, sizeof request}, {NULL, 0}};

  if (data != NULL) {
    in[DATA] = *data;
  }
  return psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, type, in, data != NULL ? 2 : 1, out, out != NULL);
}

psa_status_t psa_ps_set(psa_storage_uid_t uid, size_t data_length, const void* p_data,
                        psa_storage_create_flags_t create_flags) {
  const psa_invec data = {p_data, data_length};

  return ask(TFM_PS_SET, uid, create_flags, 0, &data, NULL);
}

psa_status_t psa_ps_get(psa_storage_uid_t uid, size_t data_offset, size_t data_size, void* p_data,
                        size_t* p_data_length) {
  psa_outvec out = {p_data, data_size};

  if (p_data_length == NULL) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = ask(TFM_PS_GET, uid, data_offset, 0, NULL, &out);
  *p_data_length = status == PSA_SUCCESS ? out.len : 0;
  return status;
}

psa_status_t psa_ps_get_info(psa_storage_uid_t uid, struct psa_storage_info_t* p_info) {
  struct tfm_ps_info info = {0, 0, 0};
  psa_outvec out = {&info, sizeof info};

  if (p_info == NULL) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const psa_status_t status = ask(TFM_PS_GET_INFO, uid, 0, 0, NULL, &out);
  p_info->capacity = info.capacity;
  p_info->size = info.size;
  p_info->flags = info.flags;
  return status;
}

psa_status_t psa_ps_remove(psa_storage_uid_t uid) { return ask(TFM_PS_REMOVE, uid, 0, 0, NULL, NULL); }

psa_status_t psa_ps_create(psa_storage_uid_t uid, size_t capacity, psa_storage_create_flags_t create_flags) {
  return ask(TFM_PS_CREATE, uid, create_flags, capacity, NULL, NULL);
}

psa_status_t psa_ps_set_extended(psa_storage_uid_t uid, size_t data_offset, size_t data_length, const void* p_data) {
  const psa_invec data = {p_data, data_length};

  return ask(TFM_PS_SET_EXTENDED, uid, data_offset, 0, &data, NULL);
}

uint32_t psa_ps_get_support(void) {
  const psa_status_t status = psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, TFM_PS_GET_SUPPORT, NULL, 0, NULL, 0);

  return status > 0 ? (uint32_t)status : 0;
}
