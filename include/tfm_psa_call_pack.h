// SPDX-License-Identifier: Apache-2.0

/* How psa_call() fits into four registers: type and counts in one control word (rule NUM-5). */
#ifndef TFM_PSA_CALL_PACK_H
#define TFM_PSA_CALL_PACK_H

#include <stdint.h>

#include "psa/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bits [15:0]: the type, in two's complement. */
#define TYPE_MASK 0xFFFFu

/* Bits [18:16] and [26:24]: the number of output and of input vectors. */
#define OUT_LEN_OFFSET 16
#define OUT_LEN_MASK (0x7u << OUT_LEN_OFFSET)
#define IN_LEN_OFFSET 24
#define IN_LEN_MASK (0x7u << IN_LEN_OFFSET)

/* Where vectors and their descriptors are; set by the secure world only. */
#define NS_OUTVEC_BIT (1u << 19)
#define NS_INVEC_BIT (1u << 27)
#define NS_VEC_DESC_BIT (1u << 31)

#define PARAM_PACK(type, in_len, out_len)                                                 \
  (((uint32_t)(type)&TYPE_MASK) | (((uint32_t)(in_len) << IN_LEN_OFFSET) & IN_LEN_MASK) | \
   (((uint32_t)(out_len) << OUT_LEN_OFFSET) & OUT_LEN_MASK))
#define PARAM_UNPACK_TYPE(control) ((int32_t)(int16_t)((control)&TYPE_MASK))
#define PARAM_UNPACK_IN_LEN(control) ((size_t)(((control)&IN_LEN_MASK) >> IN_LEN_OFFSET))
#define PARAM_UNPACK_OUT_LEN(control) ((size_t)(((control)&OUT_LEN_MASK) >> OUT_LEN_OFFSET))

#define PARAM_SET_NS_VEC(control) ((control) | NS_VEC_DESC_BIT)
#define PARAM_IS_NS_VEC(control) ((control)&NS_VEC_DESC_BIT)
#define PARAM_SET_NS_INVEC(control) ((control) | NS_INVEC_BIT)
#define PARAM_IS_NS_INVEC(control) ((control)&NS_INVEC_BIT)
#define PARAM_SET_NS_OUTVEC(control) ((control) | NS_OUTVEC_BIT)
#define PARAM_IS_NS_OUTVEC(control) ((control)&NS_OUTVEC_BIT)
#define PARAM_HAS_IOVEC(control) ((control) != ((control)&TYPE_MASK))

/* psa_call() with its arguments packed; for Secure Partitions. */
psa_status_t tfm_psa_call_pack(psa_handle_t handle, uint32_t ctrl_param, const psa_invec* in_vec, psa_outvec* out_vec);

#ifdef __cplusplus
}
#endif

#endif
