/* Attempts, many of which end with a reset.
 *
 * The program starts again, finds in its no-init memory how far it came, and goes on. What the record of each panic
 * says is on the secure log, for whoever runs this to compare with the lines `expect-panic PARTITION ...`. After the
 * line of each attempt the output has `TALLY n attempts: ...` and the end marker of scenario.h. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "scenario.h"

/* What came of an attempt. */
enum tally { RESET, REFUSED, IGNORED, WITHOUT_EFFECT, ALLOWED, TALLIES };

struct attempts {
  /* Makes the one of this number, and says by judged() or failed() how it ended, unless it ends with a reset. False:
   * there is none. */
  bool (*make)(uint32_t number);
  /* The same of one that ended with a reset, which it had announced or not. */
  void (*judge)(uint32_t number, bool announced);
};

struct attempt_suite {
  const char* name;
  const struct story* stories; /* come first */
  size_t story_count;
  const struct attempts* lists;
  size_t list_count;
  void (*finish)(void); /* further cases, each with judged() or failed(), or NULL */
};

/* The attempt under way ends with this panic: the text behind `expect-panic`. */
void expect_panic(const char* format, ...) __attribute__((format(printf, 1, 2)));
void judged(bool good, enum tally how, const char* format, ...) __attribute__((format(printf, 3, 4)));
void failed(const char* format, ...) __attribute__((format(printf, 1, 2)));

_Noreturn void run_attempts(const struct attempt_suite* suite);

#endif
