/* SPDX-License-Identifier: Apache-2.0 */

/* Internal Trusted Storage: PSA Secure Storage API 1.0. Small assets in flash that only secure code reaches. A call
 * either succeeds as a whole or changes nothing, also when the power fails. No client sees the assets of another.
 *
 * All functions answer PSA_ERROR_INVALID_ARGUMENT for the uid 0, PSA_ERROR_STORAGE_FAILURE when the flash fails or
 * holds the content of another version, and PSA_ERROR_DATA_CORRUPT when the content is damaged. */
#ifndef PSA_INTERNAL_TRUSTED_STORAGE_H
#define PSA_INTERNAL_TRUSTED_STORAGE_H

#include "psa/storage_common.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PSA_ITS_API_VERSION_MAJOR 1
#define PSA_ITS_API_VERSION_MINOR 0

/* Creates an asset, or replaces it as a whole. PSA_ERROR_NOT_PERMITTED: it is there with WRITE_ONCE.
 * PSA_ERROR_NOT_SUPPORTED: an unknown flag. PSA_ERROR_INSUFFICIENT_STORAGE: no room, or more than ITS_MAX_ASSET_SIZE
 * bytes. */
psa_status_t psa_its_set(psa_storage_uid_t uid, size_t data_length, const void* p_data,
                         psa_storage_create_flags_t create_flags);

/* Reads up to `data_size` bytes from `data_offset` on, and sets `p_data_length` to their number.
 * PSA_ERROR_DOES_NOT_EXIST; PSA_ERROR_INVALID_ARGUMENT: the offset is past the end. */
psa_status_t psa_its_get(psa_storage_uid_t uid, size_t data_offset, size_t data_size, void* p_data,
                         size_t* p_data_length);

/* PSA_ERROR_DOES_NOT_EXIST */
psa_status_t psa_its_get_info(psa_storage_uid_t uid, struct psa_storage_info_t* p_info);

/* PSA_ERROR_DOES_NOT_EXIST; PSA_ERROR_NOT_PERMITTED: it is there with WRITE_ONCE. */
psa_status_t psa_its_remove(psa_storage_uid_t uid);

#ifdef __cplusplus
}
#endif

#endif
