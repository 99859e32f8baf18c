// SPDX-License-Identifier: Apache-2.0

/* Runs stories one after the other, and counts. */
#include "scenario.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "tfm_ns_interface.h"

static int failed_here;
static char failure[256];

void expect(int holds, const char* what, const char* file, int line) {
  if (!holds && !failed_here) {
    failed_here = 1;
    (void)snprintf(failure, sizeof failure, "%s:%d: %s", file, line, what);
  }
}

void expect_equal(int64_t got, int64_t wanted, const char* what, const char* file, int line) {
  if (got != wanted && !failed_here) {
    failed_here = 1;
    (void)snprintf(failure, sizeof failure, "%s:%d: %s is %ld, not %ld", file, line, what, (long)got, (long)wanted);
  }
}

static int tell_story(size_t number, const struct story* story) {
  char line[1024];

  failed_here = 0;
  story->tell();
  if (failed_here) {
    (void)snprintf(line, sizeof line, "FAILED %d %s [%s]: %s\n", (int)number, story->name, story->rules, failure);
  } else {
    (void)snprintf(line, sizeof line, "ok %d %s [%s]\n", (int)number, story->name, story->rules);
  }
  ns_print(line);
  return failed_here;
}

enum { LONGEST_COMMAND_LINE = 256 };

/* The words after the program's name. */
static const char* words_of_run(void) {
  static char line[LONGEST_COMMAND_LINE];
  ns_command_line(line, sizeof line);
  const char* const space = strchr(line, ' ');
  return space == NULL ? "" : space + 1;
}

static const char wanted_story[] = "story ";

int are_all_wanted(void) {
  const char* const words = words_of_run();
  return strcmp(words, "list") != 0 && strncmp(words, wanted_story, sizeof wanted_story - 1) != 0;
}

int is_wanted(const char* name) {
  const char* const words = words_of_run();
  if (strcmp(words, "list") == 0) {
    ns_print(wanted_story);
    ns_print(name);
    ns_print("\n");
    return 0;
  }
  return strncmp(words, wanted_story, sizeof wanted_story - 1) != 0 ||
         strcmp(words + sizeof wanted_story - 1, name) == 0;
}

/* Runs the earlier stories that a single story needs. Their results do not count. */
static void tell_what_comes_before(const struct story* stories, size_t count, const char* name) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(stories[i].name, name) == 0) {
      stories[i].tell();
    }
  }
}

void tell_stories(const struct story* stories, size_t count, struct tally* tally) {
  for (size_t i = 0; i < count; i++) {
    if (!is_wanted(stories[i].name)) {
      continue;
    }
    if (stories[i].after != NULL && !are_all_wanted()) {
      tell_what_comes_before(stories, count, stories[i].after);
    }
    tally->cases++;
    tally->failures += (uint32_t)tell_story(tally->cases, &stories[i]);
  }
}

_Noreturn void run_stories(const char* suite, const struct story* stories, size_t count) {
  char line[128];
  struct tally tally = {0, 0};

  (void)tfm_ns_interface_init();
  tell_stories(stories, count, &tally);
  (void)snprintf(line, sizeof line, "END %s %d cases %d failed\n", suite, (int)tally.cases, (int)tally.failures);
  ns_print(line);
  ns_exit(tally.failures == 0 ? 0 : 1);
}
