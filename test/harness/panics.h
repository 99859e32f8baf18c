/* Stories that end with a panic of the secure side, after stories that do not.
 *
 * The system resets each time; the program starts again, finds in its no-init memory how far it came, and goes on. What
 * the record of each panic said is on the secure log, for whoever runs this to compare with the lines
 * `expect-panic PARTITION RULE`. */
#ifndef PANICS_H
#define PANICS_H

#include <stdbool.h>

#include "psa/client.h"
#include "scenario.h"

struct panic_story {
  const char* name;
  const char* record;  /* "PARTITION RULE", or "PARTITION RULE + RULES" where it shows more */
  psa_handle_t handle; /* 0: this program reads the address `request` itself */
  int32_t request;     /* that must not be answered; it comes with 8 bytes in and room for 8 out */
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
