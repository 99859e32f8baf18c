// SPDX-License-Identifier: Apache-2.0

/* The control word of a call that a partition makes: type and the two counts in one register. psa_ipc.c and psa_sfn.c
 * use it. */
#ifndef POSTERN_RUNTIME_PACK_H
#define POSTERN_RUNTIME_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "tfm_psa_call_pack.h"

/* A value that does not fit its field must not be cut down to one that is allowed: a type out of range becomes a
 * negative one and a count that is too large becomes 7, so that the kernel refuses them (CALL-4 to CALL-6). */
static inline uint32_t postern_pack(int32_t type, size_t in_len, size_t out_len) {
  const size_t most = 7;
  uint32_t word = (uint32_t)type;
  if (((word >> 15) | (in_len >> 3) | (out_len >> 3)) != 0) {
    if (word > 0x7FFF) {
      word = 0x8000;
    }
    in_len = in_len > most ? most : in_len;
    out_len = out_len > most ? most : out_len;
  }
  return word | (uint32_t)in_len << IN_LEN_OFFSET | (uint32_t)out_len << OUT_LEN_OFFSET;
}

#endif
