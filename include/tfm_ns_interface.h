// SPDX-License-Identifier: Apache-2.0

/* Between psa/client.h and the gates, in the non-secure world (rules NSI-2 to NSI-5).
 *
 * Every call goes through tfm_ns_interface_dispatch(). Without an RTOS it is a direct call
 * (client/tfm_ns_interface_bare.c); with an RTOS it takes a lock, because the secure world serves one non-secure call
 * at a time (client/rtos/tfm_ns_interface_rtos.c). */
#ifndef TFM_NS_INTERFACE_H
#define TFM_NS_INTERFACE_H

#include <stdint.h>

#include "tfm_veneers.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An argument of a gate: a machine word. On a device it is the very type that an RTOS's own dispatch function is
 * written with; uintptr_t has the same size there, but is another type. */
#if UINTPTR_MAX == UINT32_MAX
typedef uint32_t veneer_argument;
#else
typedef uintptr_t veneer_argument;
#endif

/* A gate, with any arguments. */
typedef int32_t (*veneer_fn)(veneer_argument arg0, veneer_argument arg1, veneer_argument arg2, veneer_argument arg3);

/* Calls the gate and returns its result. Replace it to fit your RTOS. It must not be called from an interrupt
 * handler. */
int32_t tfm_ns_interface_dispatch(veneer_fn fn, veneer_argument arg0, veneer_argument arg1, veneer_argument arg2,
                                  veneer_argument arg3);

/* Prepares the lock; call it once before the first PSA call. Returns OS_WRAPPER_SUCCESS (0) or OS_WRAPPER_ERROR
 * (0xFFFFFFFF). */
uint32_t tfm_ns_interface_init(void);

#ifdef __cplusplus
}
#endif

#endif
