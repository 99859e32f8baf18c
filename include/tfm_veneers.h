// SPDX-License-Identifier: Apache-2.0

/* The five gates of the PSA client API, by which the non-secure world enters the secure world (rules VEN-1, VEN-2).
 * Call them through psa/client.h.
 *
 * From non-secure handler mode, or while a call is outstanding, each returns its refusal (PE-8): version 0,
 * PSA_ERROR_CONNECTION_REFUSED, PSA_ERROR_PROGRAMMER_ERROR, and nothing happens. */
#ifndef TFM_VENEERS_H
#define TFM_VENEERS_H

#include <stdint.h>

#include "psa/client.h"

#ifdef __cplusplus
extern "C" {
#endif

uint32_t tfm_psa_framework_version_veneer(void);
uint32_t tfm_psa_version_veneer(uint32_t sid);
psa_handle_t tfm_psa_connect_veneer(uint32_t sid, uint32_t version);
psa_status_t tfm_psa_call_veneer(psa_handle_t handle, uint32_t ctrl_param, const psa_invec* in_vec,
                                 psa_outvec* out_vec);
void tfm_psa_close_veneer(psa_handle_t handle);

#ifdef __cplusplus
}
#endif

#endif
