// SPDX-License-Identifier: Apache-2.0

#include "panics.h"

#include <stdio.h>
#include <string.h>

#include "attempts.h"

static const struct suite* suite;

/* The name of a story that panics includes its record, and so its rule. */
static bool name(uint32_t number, char* text, const char** rules) {
  static char record[LONGEST_NAME];
  if (number >= suite->panic_count) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s", suite->panics[number].name);
  (void)snprintf(record, sizeof record, " [%s]", suite->panics[number].record);
  *rules = record;
  return true;
}

/* The length of the part of `record` that the secure log shows. */
static int announced_length(const char* record) {
  const char* const more = strstr(record, " + ");
  return (int)(more == NULL ? strlen(record) : (size_t)(more - record));
}

static void make(uint32_t number) {
  const struct panic_story* const panic = &suite->panics[number];
  uint8_t bytes[8] = {0};
  const psa_invec in = {bytes, sizeof bytes};
  psa_outvec out = {bytes, sizeof bytes};

  expect_panic("%.*s", announced_length(panic->record), panic->record);
  if (panic->handle == PSA_NULL_HANDLE) {
    (void)*(volatile uint32_t*)(uintptr_t)panic->request;
  } else {
    (void)psa_call(panic->handle, panic->request, &in, 1, &out, 1);
  }
  judged(false, RESET, "");
}

_Noreturn void run_stories_then_panics(const struct suite* told) {
  const struct attempts lists[] = {{name, make, told->is_well, false}};
  const struct attempt_suite attempts = {
      .name = told->name, .stories = told->stories, .story_count = told->story_count, .lists = lists, .list_count = 1};
  suite = told;
  run_attempts(&attempts);
}
