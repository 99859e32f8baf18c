// SPDX-License-Identifier: Apache-2.0

/* Stories that end with a panic of the secure world, after stories that do not.
 *
 * The system resets each time; the program starts again, finds its progress in no-init memory, and continues. The
 * secure log has the record of each panic, which the runner compares with the lines `expect-panic PARTITION RULE`. */
#ifndef PANICS_H
#define PANICS_H

#include <stdbool.h>

#include "psa/client.h"
#include "scenario.h"

struct panic_story {
  const char* name;
  const char* record;  /* "PARTITION RULE", or "PARTITION RULE + RULES" if the panic shows more rules */
  psa_handle_t handle; /* 0: this program reads the address `request` itself */
  int32_t request;     /* must not be answered; it has an input of 8 bytes and an output of 8 */
};

struct suite {
  const char* name;
  const struct story* stories;
  size_t story_count;
  const struct panic_story* panics;
  size_t panic_count;
  bool (*is_well)(void); /* after each reset; NULL: not asked */
};

_Noreturn void run_stories_then_panics(const struct suite* suite);

#endif
