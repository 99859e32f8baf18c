/* SPDX-License-Identifier: Apache-2.0 */

/* What Protected Storage needs against an older copy of its flash: two numbers in a memory that cannot be turned back.
 * They are assets of Internal Trusted Storage (counters.c), or the product's, in POSTERN_PS_COUNTERS. */
#ifndef PS_COUNTERS_H
#define PS_COUNTERS_H

#include <stdint.h>

#include "psa/error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ps_counters {
  uint32_t prepared;  /* the newest version that may have been sealed */
  uint32_t committed; /* the newest version that is whole */
};

/* Zeros on a new device. PSA_ERROR_NOT_SUPPORTED: the device has no such memory. */
psa_status_t ps_counters_read(struct ps_counters* counters);

/* Happens as a whole or not at all, also when the power fails, and has happened on return. Neither number becomes
 * smaller, and only one of them changes. */
psa_status_t ps_counters_write(const struct ps_counters* counters);

#ifdef __cplusplus
}
#endif

#endif
