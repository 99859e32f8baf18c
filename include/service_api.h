// SPDX-License-Identifier: Apache-2.0

/* The data that a boot loader left for the partitions (rule EXT-1). */
#ifndef SERVICE_API_H
#define SERVICE_API_H

#include <stdint.h>

#include "psa/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The head of the records, which follow it, each with a head of its own. */
struct tfm_boot_data; /* the boot loader defines its layout; there is no boot loader */

/* Copies the records of one major type to `boot_data`, which has room for `len` bytes. PSA_ERROR_INVALID_ARGUMENT if
 * this partition has no record: always, as long as no boot loader hands data over. */
psa_status_t tfm_core_get_boot_data(uint8_t major_type, struct tfm_boot_data* boot_data, uint32_t len);

#ifdef __cplusplus
}
#endif

#endif
