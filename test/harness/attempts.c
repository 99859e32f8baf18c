/* Goes on where the reset interrupted. */
#include "attempts.h"

#include <stdarg.h>
#include <stdio.h>

#include "ns_platform.h"
#include "tfm_ns_interface.h"

enum { STARTED = 0x41545445, LINE = 256 };

static const char* const tally_names[TALLIES] = {"ended with a reset", "refused", "ignored", "without effect",
                                                 "allowed"};

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t list;
  uint32_t next; /* of that list */
  uint32_t cases;
  uint32_t is_under_way;
  uint32_t is_announced;
  uint32_t is_finishing;
  uint32_t counts[TALLIES];
  uint32_t failures;
} progress __attribute__((section(".noinit")));

static void print(const char* text, const char* format, va_list arguments) {
  char line[LINE];
  ns_print(text);
  (void)vsnprintf(line, sizeof line, format, arguments);
  ns_print(line);
  ns_print("\n");
}

static void print_case(const char* verb, const char* format, va_list arguments) {
  char begin[24];
  progress.cases += progress.is_finishing;
  (void)snprintf(begin, sizeof begin, "%s %u ", verb, (unsigned)progress.cases);
  print(begin, format, arguments);
}

void expect_panic(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print("expect-panic ", format, arguments);
  va_end(arguments);
  progress.is_announced = 1;
}

void judged(bool good, enum tally how, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_case(good ? "ok" : "FAILED", format, arguments);
  va_end(arguments);
  progress.counts[how] += good;
  progress.failures += !good;
}

void failed(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_case("FAILED", format, arguments);
  va_end(arguments);
  progress.failures++;
}

static void tell_stories(const struct attempt_suite* suite) {
  progress = (__typeof__(progress)){.started = STARTED, .is_under_way = 1};
  for (size_t i = 0; i < suite->story_count; i++) {
    progress.failures += (uint32_t)tell_story(i + 1, &suite->stories[i]);
    progress.cases++;
  }
  progress.is_under_way = 0;
}

static void judge_reset(const struct attempt_suite* suite) {
  if (!progress.is_under_way) {
    return;
  }
  progress.is_under_way = 0;
  if (progress.next == 0) {
    failed("a story ended with a reset, and those after it were not told");
    progress.cases = (uint32_t)suite->story_count;
  } else {
    suite->lists[progress.list].judge(progress.next - 1, progress.is_announced != 0);
  }
}

static void make_attempts(const struct attempt_suite* suite) {
  for (; progress.list < suite->list_count; progress.list++, progress.next = 0) {
    bool is_there = true;
    while (is_there) {
      progress.is_announced = 0;
      progress.is_under_way = 1;
      progress.cases++;
      is_there = suite->lists[progress.list].make(progress.next++);
      progress.is_under_way = 0;
    }
    progress.cases--;
  }
}

static void print_end(const struct attempt_suite* suite) {
  char line[96];
  (void)snprintf(line, sizeof line, "TALLY %u attempts: ", (unsigned)(progress.cases - suite->story_count));
  ns_print(line);
  for (unsigned i = 0; i < TALLIES; i++) {
    if (progress.counts[i] != 0) {
      (void)snprintf(line, sizeof line, "%u %s, ", (unsigned)progress.counts[i], tally_names[i]);
      ns_print(line);
    }
  }
  (void)snprintf(line, sizeof line, "%u failed\nEND %s %u cases %u failed\n", (unsigned)progress.failures, suite->name,
                 (unsigned)progress.cases, (unsigned)progress.failures);
  ns_print(line);
}

_Noreturn void run_attempts(const struct attempt_suite* suite) {
  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    tell_stories(suite);
  }
  judge_reset(suite);
  make_attempts(suite);
  if (suite->finish != NULL) {
    progress.is_finishing = 1;
    suite->finish();
  }
  print_end(suite);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
