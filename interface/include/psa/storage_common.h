/* SPDX-License-Identifier: Apache-2.0 */

/* Types that Internal Trusted Storage and Protected Storage share: PSA Secure Storage API 1.0. */
#ifndef PSA_STORAGE_COMMON_H
#define PSA_STORAGE_COMMON_H

#include <stddef.h>
#include <stdint.h>

#include "psa/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t psa_storage_create_flags_t;

/* The name of an asset, chosen by its client; 0 is none. Each client has all others for itself. */
typedef uint64_t psa_storage_uid_t;

#define PSA_STORAGE_FLAG_NONE 0u
#define PSA_STORAGE_FLAG_WRITE_ONCE (1u << 0) /* can neither be changed nor removed */
#define PSA_STORAGE_FLAG_NO_CONFIDENTIALITY (1u << 1)
#define PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION (1u << 2)

/* psa_ps_get_support() */
#define PSA_STORAGE_SUPPORT_SET_EXTENDED (1u << 0)

struct psa_storage_info_t {
  size_t capacity; /* bytes reserved for the asset */
  size_t size;     /* bytes in it */
  psa_storage_create_flags_t flags;
};

#ifdef __cplusplus
}
#endif

#endif
