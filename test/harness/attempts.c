// SPDX-License-Identifier: Apache-2.0

/* Runs the attempts of a suite, and continues after each reset. */
#include "attempts.h"

#include <stdarg.h>
#include <stdio.h>

#include "ns_platform.h"
#include "tfm_ns_interface.h"

enum { STARTED = 0x41545445, LINE = 256 };

static const char* const ending_names[ENDINGS] = {"ended with a reset", "refused", "ignored", "without effect",
                                                  "allowed"};

/* In no-init memory. */
static struct {
  uint32_t started;
  uint32_t list;
  uint32_t next;   /* in the current list */
  uint32_t number; /* among all attempts */
  uint32_t is_under_way;
  uint32_t is_announced;
  uint32_t counts[ENDINGS];
  struct tally tally;
} progress __attribute__((section(".noinit")));

/* Of the current attempt. */
static char name[LONGEST_NAME];
static const char* rules;

void expect_panic(const char* format, ...) {
  char line[LINE];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  ns_print("expect-panic ");
  ns_print(line);
  ns_print("\n");
  progress.is_announced = 1;
}

void judged(bool good, enum ending how, const char* more) {
  char line[LINE];
  (void)snprintf(line, sizeof line, "%s %u %s%s%s\n", good ? "ok" : "FAILED", (unsigned)progress.number, name, more,
                 rules);
  ns_print(line);
  progress.counts[how] += good;
  progress.tally.failures += !good;
}

static void judge_reset(const struct attempts* attempts) {
  if (progress.next == 0) {
    ns_print("FAILED a story ended with a reset, and those after it were not told\n");
    progress.tally.failures++;
    return;
  }
  (void)attempts->name(progress.next - 1, name, &rules);
  if (!progress.is_announced) {
    judged(false, RESET, ", and the system fell");
  } else if (attempts->is_well != NULL && !attempts->is_well()) {
    judged(false, RESET, ", and not all is as it was");
  } else {
    judged(true, RESET, "");
  }
}

static void make_attempts(const struct attempts* attempts) {
  while (attempts->name(progress.next, name, &rules)) {
    const uint32_t number = progress.next++;
    progress.number++;
    if (attempts->is_one_case ? are_all_wanted() : is_wanted(name)) {
      progress.tally.cases++;
      progress.is_announced = 0;
      progress.is_under_way = 1;
      attempts->make(number);
      progress.is_under_way = 0;
    }
  }
}

static void print_tally(void) {
  char line[64];
  ns_print("TALLY");
  for (unsigned i = 0; i < ENDINGS; i++) {
    if (progress.counts[i] != 0) {
      (void)snprintf(line, sizeof line, " %u %s,", (unsigned)progress.counts[i], ending_names[i]);
      ns_print(line);
    }
  }
  (void)snprintf(line, sizeof line, " %u failed\n", (unsigned)progress.tally.failures);
  ns_print(line);
}

/* A run that only lists stories has no tally. */
static void print_end(const char* suite) {
  char line[96];
  if (progress.tally.cases != 0) {
    print_tally();
  }
  (void)snprintf(line, sizeof line, "END %s %u cases %u failed\n", suite, (unsigned)progress.tally.cases,
                 (unsigned)progress.tally.failures);
  ns_print(line);
}

_Noreturn void run_attempts(const struct attempt_suite* suite) {
  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED, .is_under_way = 1, .number = (uint32_t)suite->story_count};
    tell_stories(suite->stories, suite->story_count, &progress.tally);
  } else if (progress.is_under_way) {
    judge_reset(&suite->lists[progress.list]);
  }
  progress.is_under_way = 0;
  for (; progress.list < suite->list_count; progress.list++, progress.next = 0) {
    make_attempts(&suite->lists[progress.list]);
  }
  print_end(suite->name);
  progress.started = 0;
  ns_exit(progress.tally.failures == 0 ? 0 : 1);
}
