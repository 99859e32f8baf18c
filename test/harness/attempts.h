/* Attempts, many of which end with a reset.
 *
 * The program starts again, finds in its no-init memory how far it came, and goes on. What the record of each panic
 * says is on the secure log, for the runner to compare with the lines `expect-panic PARTITION ...`. After the line of
 * each attempt the output has `TALLY n attempts: ...` and the end marker of scenario.h. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "scenario.h"

enum { LONGEST_NAME = 128 };

/* How an attempt ended. */
enum ending { RESET, REFUSED, IGNORED, WITHOUT_EFFECT, ALLOWED, ENDINGS };

struct attempts {
  /* Writes the attempt's name, and sets what follows it on its line: its rules. False: no attempt has this number. */
  bool (*name)(uint32_t number, char* name, const char** rules);
  /* Ends with judged(), or with a reset. */
  void (*make)(uint32_t number);
  /* After the reset, if there is something to look at: is all as it was? */
  bool (*is_well)(void);
  bool is_one_case; /* they are too many to be told one by one: all of them or none */
};

struct attempt_suite {
  const char* name;
  const struct story* stories; /* come first */
  size_t story_count;
  const struct attempts* lists;
  size_t list_count;
};

/* The attempt under way ends with this panic: the text behind `expect-panic`. */
void expect_panic(const char* format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the attempt's line, with more behind its name, and counts. */
void judged(bool good, enum ending how, const char* more);

_Noreturn void run_attempts(const struct attempt_suite* suite);

#endif
