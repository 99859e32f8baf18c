// SPDX-License-Identifier: Apache-2.0

/* Attempts, many of which end with a reset.
 *
 * After a reset the program starts again, finds its progress in no-init memory, and continues. The secure log has the
 * record of each panic, which the runner compares with the lines `expect-panic PARTITION ...`. After the line of each
 * attempt the output has `TALLY n attempts: ...` and the end line of scenario.h. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "scenario.h"

enum { LONGEST_NAME = 128 };

/* The result of an attempt. */
enum ending { RESET, REFUSED, IGNORED, WITHOUT_EFFECT, ALLOWED, ENDINGS };

struct attempts {
  /* Writes the attempt's name, and sets its rules, which follow it on the line. False: no attempt has this number. */
  bool (*name)(uint32_t number, char* name, const char** rules);
  /* Ends with judged(), or with a reset. */
  void (*make)(uint32_t number);
  /* Whether all is as it was, after a reset; NULL if there is nothing to check. */
  bool (*is_well)(void);
  bool is_one_case; /* too many to report one by one: they pass together or fail */
};

struct attempt_suite {
  const char* name;
  const struct story* stories; /* told before the attempts */
  size_t story_count;
  const struct attempts* lists;
  size_t list_count;
};

/* Announces that the current attempt ends with this panic: the text after `expect-panic`. */
void expect_panic(const char* format, ...) __attribute__((format(printf, 1, 2)));

/* Counts the attempt, and prints its line, with `more` after its name. */
void judged(bool good, enum ending how, const char* more);

_Noreturn void run_attempts(const struct attempt_suite* suite);

#endif
