// SPDX-License-Identifier: Apache-2.0

/* Stories, and how they run.
 *
 * A story is a function that uses the PSA headers alone and checks what it expects. A suite is a table of stories:
 *
 *     STORY(a_closed_handle_is_refused, "HND-2") { EXPECT_EQ(psa_call(...), PSA_ERROR_PROGRAMMER_ERROR); }
 *     const struct story stories[] = {TOLD(a_closed_handle_is_refused), ...};
 *     int main(void) { run_stories("scenario", stories, sizeof stories / sizeof stories[0]); }
 *
 * A story that needs the effect of an earlier one names it: TOLD_AFTER(earlier, name). When it runs alone, the earlier
 * one runs before it.
 *
 * The output is a line for each story, `ok 3 name [rules]` or `FAILED 3 name [rules]: file:line: what`, and the end
 * line `END suite n cases f failed`, without which the run has failed. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <stddef.h>
#include <stdint.h>

struct story {
  const char* name;
  const char* rules; /* the rules that it shows, separated by spaces */
  void (*tell)(void);
  const char* after; /* a story that has to run before, or NULL */
};

#define STORY(name, rules)                  \
  static void name(void);                   \
  static const char name##_rules[] = rules; \
  static void name(void)
#define TOLD(name) \
  { #name, name##_rules, name, NULL }
#define TOLD_AFTER(earlier, name) \
  { #name, name##_rules, name, #earlier }

/* Both continue after a failure; only the first failure of a story is printed. */
#define EXPECT(condition) expect((condition) ? 1 : 0, #condition, __FILE__, __LINE__)
#define EXPECT_EQ(got, wanted) expect_equal((int64_t)(got), (int64_t)(wanted), #got, __FILE__, __LINE__)

void expect(int holds, const char* what, const char* file, int line);
void expect_equal(int64_t got, int64_t wanted, const char* what, const char* file, int line);

/* Whether the command line asks for this story: `IMAGE story NAME` runs that story alone, `IMAGE list` runs none and
 * prints the name of each story that this function is called for, and any other command line runs all. */
int is_wanted(const char* name);

/* Whether all stories run: for what a program does besides its stories. */
int are_all_wanted(void);

_Noreturn void run_stories(const char* suite, const struct story* stories, size_t count);

/* Runs the stories that are wanted, and adds their number and the number of failures. */
struct tally {
  uint32_t cases;
  uint32_t failures;
};
void tell_stories(const struct story* stories, size_t count, struct tally* tally);

#endif
