// SPDX-License-Identifier: Apache-2.0

/* Requests of every partition about its interrupt lines. */
#ifndef LINE_H
#define LINE_H

#include "must.h"
#include "psa/client.h"
#include "psa/service.h"
#include "requests.h"
#include "source.h"

/* One second-level line and, except for OLD, one first-level line. Both are enabled whenever a request begins. */
struct lines {
  psa_signal_t slow;
  psa_signal_t fast;
  unsigned slow_source;
  unsigned fast_source;
};

/* The FLIH function of any partition. */
psa_flih_result_t run_fast_function(void);

/* Serves a request that every partition knows. */
psa_status_t tell_of_lines(const struct lines* lines, int32_t request);

#endif
