/* Goes on where the reset interrupted. */
#include "panics.h"

#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "tfm_ns_interface.h"

enum { STARTED = 0x50414E53 };

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t told;   /* all stories */
  uint32_t panics; /* how many of them are behind us */
  struct tally tally;
} progress __attribute__((section(".noinit")));

static void print(const char* verb, size_t number, const struct panic_story* panic) {
  char line[160];
  (void)snprintf(line, sizeof line, "%s %d %s [%s]\n", verb, (int)number, panic->name, panic->record);
  ns_print(line);
}

/* How much of the record is on the secure log. */
static int announced_length(const char* record) {
  const char* const more = strstr(record, " + ");
  return (int)(more == NULL ? strlen(record) : (size_t)(more - record));
}

/* Returns only if nothing stopped it. */
static void panic_as_told(const struct panic_story* panic) {
  uint8_t bytes[8] = {0};
  char line[96];
  const psa_invec in = {bytes, sizeof bytes};
  psa_outvec out = {bytes, sizeof bytes};

  (void)snprintf(line, sizeof line, "expect-panic %.*s\n", announced_length(panic->record), panic->record);
  ns_print(line);
  if (panic->handle == PSA_NULL_HANDLE) {
    (void)*(volatile uint32_t*)(uintptr_t)panic->request;
  } else {
    (void)psa_call(panic->handle, panic->request, &in, 1, &out, 1);
  }
}

_Noreturn void run_stories_then_panics(const struct suite* suite) {
  char line[128];

  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    progress.started = STARTED;
    progress.told = 0;
    progress.panics = 0;
    progress.tally = (struct tally){0, 0};
    tell_stories(suite->stories, suite->story_count, &progress.tally);
    progress.told = 1;
  } else if (progress.told == 0) {
    ns_print("FAILED a story ended with a reset, and those after it were not told\n");
    progress.tally.failures++;
    progress.told = 1;
  } else if (progress.panics > 0) {
    print("ok", suite->story_count + progress.panics, &suite->panics[progress.panics - 1]);
  }
  while (progress.panics < suite->panic_count) {
    const struct panic_story* const panic = &suite->panics[progress.panics++];
    if (!is_wanted(panic->name)) {
      continue;
    }
    progress.tally.cases++;
    panic_as_told(panic);
    print("FAILED", suite->story_count + progress.panics, panic);
    progress.tally.failures++;
  }
  (void)snprintf(line, sizeof line, "END %s %d cases %d failed\n", suite->name, (int)progress.tally.cases,
                 (int)progress.tally.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.tally.failures == 0 ? 0 : 1);
}
