// SPDX-License-Identifier: Apache-2.0

/* Requests to the partitions of the cost image. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include <stdint.h>

enum request {
  REQUEST_NOTHING = 0, /* answered at once */
  REQUEST_COPY = 1,    /* one read of 64 bytes, one write of 64 bytes */
  REQUEST_RUN = 2,     /* acts as a client: a struct run in input vector 0 */
  REQUEST_TAKE = 3,    /* one read of the whole input */
  REQUEST_ODD = 4,     /* reads and writes every vector whole, at odd addresses */
};

/* Without a call, the three that are compared, one that copies `bytes`, and the most expensive ones. */
enum shape { SHAPE_EMPTY, SHAPE_NONE, SHAPE_IO64, SHAPE_SESSION, SHAPE_COPY, SHAPE_WORST };

enum { LARGEST_COPY = 16384, ODD_BYTES = 255 };

/* From here on the caller owns the registers of the FPU, in the image that has it. */
static inline void use_fpu(void) {
  if (BENCH_LIVE_FPU) {
    __asm volatile(".fpu fpv5-sp-d16\n vmov.f32 s0, #1.0");
  }
}

struct run {
  uint32_t shape;
  uint32_t count;
  int32_t plain_handle;
  uint32_t session_sid;
  uint32_t bytes;
};

#endif
