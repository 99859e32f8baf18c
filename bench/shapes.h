// SPDX-License-Identifier: Apache-2.0

/* The shapes of a call, the same for every client, and the empty loop that is subtracted. */
#ifndef SHAPES_H
#define SHAPES_H

#include <stddef.h>

#include "psa/client.h"
#include "requests.h"

#ifndef CLIENT_BYTES
#define CLIENT_BYTES 1024
#endif

static uint8_t client_bytes[CLIENT_BYTES] __attribute__((aligned(8)));

/* The largest number of vectors, none of them aligned. */
static inline void run_worst(const struct run* run) {
  uint8_t* const odd = client_bytes + 1;
  for (size_t in = 0; in <= PSA_MAX_IOVEC; in++) {
    psa_invec ins[PSA_MAX_IOVEC];
    psa_outvec outs[PSA_MAX_IOVEC];
    for (size_t i = 0; i < in; i++) {
      ins[i] = (psa_invec){odd + i * ODD_BYTES, ODD_BYTES};
    }
    for (size_t i = in; i < PSA_MAX_IOVEC; i++) {
      outs[i - in] = (psa_outvec){odd + i * ODD_BYTES, ODD_BYTES};
    }
    (void)psa_call(run->plain_handle, REQUEST_ODD, ins, in, outs, PSA_MAX_IOVEC - in);
    const psa_handle_t handle = psa_connect(run->session_sid, 1);
    (void)psa_call(handle, REQUEST_ODD, ins, in, outs, PSA_MAX_IOVEC - in);
    psa_close(handle);
  }
}

static inline void run_shape(const struct run* run) {
  uint8_t* const from = client_bytes;
  uint8_t* const to = client_bytes + 64;

  switch (run->shape) {
    case SHAPE_NONE:
      for (uint32_t i = 0; i < run->count; i++) {
        (void)psa_call(run->plain_handle, REQUEST_NOTHING, NULL, 0, NULL, 0);
      }
      break;
    case SHAPE_IO64:
      for (uint32_t i = 0; i < run->count; i++) {
        const psa_invec in = {from, 64};
        psa_outvec out = {to, 64};
        (void)psa_call(run->plain_handle, REQUEST_COPY, &in, 1, &out, 1);
      }
      break;
    case SHAPE_SESSION:
      for (uint32_t i = 0; i < run->count; i++) {
        const psa_handle_t handle = psa_connect(run->session_sid, 1);
        (void)psa_call(handle, REQUEST_NOTHING, NULL, 0, NULL, 0);
        psa_close(handle);
      }
      break;
    case SHAPE_COPY:
      for (uint32_t i = 0; i < run->count; i++) {
        const psa_invec in = {from, run->bytes};
        (void)psa_call(run->plain_handle, REQUEST_TAKE, &in, 1, NULL, 0);
      }
      break;
    case SHAPE_WORST: run_worst(run); break;
    default:
      for (uint32_t i = 0; i < run->count; i++) {
        __asm volatile("" ::: "memory");
      }
      break;
  }
}

#endif
