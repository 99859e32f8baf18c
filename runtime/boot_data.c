// SPDX-License-Identifier: Apache-2.0

/* service_api.h for every partition: no boot loader hands anything over, so a partition never gets data (EXT-1). */
#include "service_api.h"

psa_status_t tfm_core_get_boot_data(uint8_t major_type, struct tfm_boot_data* boot_data, uint32_t len) {
  (void)major_type;
  (void)boot_data;
  (void)len;
  return PSA_ERROR_INVALID_ARGUMENT;
}
