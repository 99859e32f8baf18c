/* SPDX-License-Identifier: Apache-2.0 */

/* Protected Storage: PSA Secure Storage API 1.0. Assets in flash that others may read, change or exchange: the content
 * is encrypted, and a change is noticed. A call either succeeds as a whole or changes nothing, also when the power
 * fails. No client sees the assets of another.
 *
 * All functions answer PSA_ERROR_INVALID_ARGUMENT for the uid 0, PSA_ERROR_NOT_SUPPORTED on a board without a device
 * key, PSA_ERROR_INVALID_SIGNATURE when the flash is an older one or was changed, PSA_ERROR_DATA_CORRUPT when it is
 * damaged, and PSA_ERROR_STORAGE_FAILURE when it fails or holds the content of another version. What writes also
 * answers PSA_ERROR_INSUFFICIENT_ENTROPY where Crypto has no seed. */
#ifndef PSA_PROTECTED_STORAGE_H
#define PSA_PROTECTED_STORAGE_H

#include "psa/storage_common.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PSA_PS_API_VERSION_MAJOR 1
#define PSA_PS_API_VERSION_MINOR 0

/* Creates an asset, or replaces it as a whole; its capacity is then `data_length`. PSA_ERROR_NOT_PERMITTED: it is there
 * with WRITE_ONCE. PSA_ERROR_NOT_SUPPORTED: an unknown flag. PSA_ERROR_INSUFFICIENT_STORAGE: no room, or more than
 * PS_MAX_ASSET_SIZE bytes. */
psa_status_t psa_ps_set(psa_storage_uid_t uid, size_t data_length, const void* p_data,
                        psa_storage_create_flags_t create_flags);

/* Reads up to `data_size` bytes from `data_offset` on, and sets `p_data_length` to their number.
 * PSA_ERROR_DOES_NOT_EXIST; PSA_ERROR_INVALID_ARGUMENT: the offset is past the end. */
psa_status_t psa_ps_get(psa_storage_uid_t uid, size_t data_offset, size_t data_size, void* p_data,
                        size_t* p_data_length);

/* PSA_ERROR_DOES_NOT_EXIST */
psa_status_t psa_ps_get_info(psa_storage_uid_t uid, struct psa_storage_info_t* p_info);

/* PSA_ERROR_DOES_NOT_EXIST; PSA_ERROR_NOT_PERMITTED: it is there with WRITE_ONCE. */
psa_status_t psa_ps_remove(psa_storage_uid_t uid);

/* Creates an asset of no bytes that psa_ps_set_extended() can extend to `capacity`. PSA_ERROR_ALREADY_EXISTS;
 * PSA_ERROR_NOT_SUPPORTED: an unknown flag, or WRITE_ONCE; PSA_ERROR_INSUFFICIENT_STORAGE as for psa_ps_set(). */
psa_status_t psa_ps_create(psa_storage_uid_t uid, size_t capacity, psa_storage_create_flags_t create_flags);

/* Writes a part of an asset, which may extend it. PSA_ERROR_DOES_NOT_EXIST; PSA_ERROR_NOT_PERMITTED: it is there with
 * WRITE_ONCE; PSA_ERROR_INVALID_ARGUMENT: the offset is past the end, or the part does not fit the capacity. */
psa_status_t psa_ps_set_extended(psa_storage_uid_t uid, size_t data_offset, size_t data_length, const void* p_data);

/* PSA_STORAGE_SUPPORT_SET_EXTENDED */
uint32_t psa_ps_get_support(void);

#ifdef __cplusplus
}
#endif

#endif
