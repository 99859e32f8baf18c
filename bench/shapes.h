/* The three shapes of a call, the same for every client, and the loop without a call that is subtracted. */
#ifndef SHAPES_H
#define SHAPES_H

#include "psa/client.h"
#include "requests.h"

static inline void run_shape(const struct run* run) {
  static uint8_t from[64] __attribute__((aligned(8)));
  static uint8_t to[64] __attribute__((aligned(8)));

  switch (run->shape) {
    case SHAPE_NONE:
      for (uint32_t i = 0; i < run->count; i++) {
        (void)psa_call(run->plain_handle, REQUEST_NOTHING, NULL, 0, NULL, 0);
      }
      break;
    case SHAPE_IO64:
      for (uint32_t i = 0; i < run->count; i++) {
        const psa_invec in = {from, sizeof from};
        psa_outvec out = {to, sizeof to};
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
    default:
      for (uint32_t i = 0; i < run->count; i++) {
        __asm volatile("" ::: "memory");
      }
      break;
  }
}

#endif
