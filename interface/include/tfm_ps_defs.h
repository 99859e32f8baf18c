/* SPDX-License-Identifier: Apache-2.0 */

/* What travels between psa_ps_*() and the service: the types of its requests and their first input vector. It belongs
 * to one version of the image and its interface; use the functions of psa/protected_storage.h. */
#ifndef TFM_PS_DEFS_H
#define TFM_PS_DEFS_H

#include <stdint.h>

enum {
  TFM_PS_SET = 1001,          /* request, data; */
  TFM_PS_GET = 1002,          /* request; data */
  TFM_PS_GET_INFO = 1003,     /* request; psa_storage_info_t */
  TFM_PS_REMOVE = 1004,       /* request; */
  TFM_PS_CREATE = 1005,       /* request; */
  TFM_PS_SET_EXTENDED = 1006, /* request, data; */
  TFM_PS_GET_SUPPORT = 1007   /* ; the answer is the status */
};

/* 16 bytes, without padding in both worlds. */
struct tfm_ps_request {
  uint32_t uid_low;
  uint32_t uid_high;
  uint32_t flags_or_offset;
  uint32_t capacity;
};

#endif
