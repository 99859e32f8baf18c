/* SPDX-License-Identifier: Apache-2.0 */

/* The counters as one asset of Internal Trusted Storage, so they are as good as that flash: it is inside the chip, and
 * no other party reaches it. */
#include "counters.h"

#include "psa/internal_trusted_storage.h"
#include "psa_manifest/sid.h"

enum { COUNTERS = 1 };

#ifdef TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE

psa_status_t ps_counters_read(struct ps_counters* counters) {
  size_t size = 0;
  const psa_status_t status = psa_its_get(COUNTERS, 0, sizeof *counters, counters, &size);

  if (status == PSA_ERROR_DOES_NOT_EXIST) {
    *counters = (struct ps_counters){0, 0};
    return PSA_SUCCESS;
  }
  return status == PSA_SUCCESS && size == sizeof *counters ? PSA_SUCCESS : PSA_ERROR_STORAGE_FAILURE;
}

psa_status_t ps_counters_write(const struct ps_counters* counters) {
  const psa_status_t status = psa_its_set(COUNTERS, sizeof *counters, counters, PSA_STORAGE_FLAG_NONE);

  return status == PSA_SUCCESS ? PSA_SUCCESS : PSA_ERROR_STORAGE_FAILURE;
}

#else /* An image without that service has no memory that cannot be turned back. */

psa_status_t ps_counters_read(struct ps_counters* counters) {
  (void)counters;
  return PSA_ERROR_NOT_SUPPORTED;
}

psa_status_t ps_counters_write(const struct ps_counters* counters) {
  (void)counters;
  return PSA_ERROR_NOT_SUPPORTED;
}

#endif
