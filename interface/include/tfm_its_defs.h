/* SPDX-License-Identifier: Apache-2.0 */

/* What travels between psa_its_*() and the service: the types of its requests and their first input vector. It belongs
 * to one version of the image and its interface; use the functions of psa/internal_trusted_storage.h. */
#ifndef TFM_ITS_DEFS_H
#define TFM_ITS_DEFS_H

#include <stdint.h>

enum {
  TFM_ITS_SET = 1001,      /* request, data; */
  TFM_ITS_GET = 1002,      /* request; data */
  TFM_ITS_GET_INFO = 1003, /* request; psa_storage_info_t */
  TFM_ITS_REMOVE = 1004    /* request; */
};

/* 12 bytes, without padding in both worlds. */
struct tfm_its_request {
  uint32_t uid_low;
  uint32_t uid_high;
  uint32_t flags_or_offset;
};

#endif
