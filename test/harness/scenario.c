/* Tells stories one after the other and counts. */
#include "scenario.h"

#include <inttypes.h>
#include <stdio.h>

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

int tell_story(size_t number, const struct story* story) {
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

_Noreturn void run_stories(const char* suite, const struct story* stories, size_t count) {
  char line[128];
  int failures = 0;

  (void)tfm_ns_interface_init();
  for (size_t i = 0; i < count; i++) {
    failures += tell_story(i + 1, &stories[i]);
  }
  (void)snprintf(line, sizeof line, "END %s %d cases %d failed\n", suite, (int)count, failures);
  ns_print(line);
  ns_exit(failures == 0 ? 0 : 1);
}
