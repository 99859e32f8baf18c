/* Stories and how they are told.
 *
 * A story is a function that uses the PSA headers alone and says what it expects. A suite is a table of stories:
 *
 *     STORY(a_closed_handle_is_refused, "HND-2") { EXPECT_EQ(psa_call(...), PSA_ERROR_PROGRAMMER_ERROR); }
 *     const struct story stories[] = {TOLD(a_closed_handle_is_refused), ...};
 *     int main(void) { run_stories("scenario", stories, sizeof stories / sizeof stories[0]); }
 *
 * A story that needs what an earlier one left behind says so: TOLD_AFTER(earlier, name). Alone it is told after that
 * one.
 *
 * The output is a line for each story, `ok 3 name [rules]` or `FAILED 3 name [rules]: file:line: what`, and at the end
 * `END suite n cases f failed`, without which nothing counts. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <stddef.h>
#include <stdint.h>

struct story {
  const char* name;
  const char* rules; /* the rules that it is about, separated by spaces */
  void (*tell)(void);
  const char* after; /* a story that has to be told before, or NULL; a story alone is told after it */
};

#define STORY(name, rules)                  \
  static void name(void);                   \
  static const char name##_rules[] = rules; \
  static void name(void)
#define TOLD(name) \
  { #name, name##_rules, name, NULL }
#define TOLD_AFTER(earlier, name) \
  { #name, name##_rules, name, #earlier }

/* Both go on after a failure; only the first of a story is printed. */
#define EXPECT(condition) expect((condition) ? 1 : 0, #condition, __FILE__, __LINE__)
#define EXPECT_EQ(got, wanted) expect_equal((int64_t)(got), (int64_t)(wanted), #got, __FILE__, __LINE__)

void expect(int holds, const char* what, const char* file, int line);
void expect_equal(int64_t got, int64_t wanted, const char* what, const char* file, int line);

/* Whether this run tells that story. The command line says it: `IMAGE story NAME` tells that one and no other, `IMAGE
 * list` tells none and prints the name of each that it is asked about, and any other command line tells all. */
int is_wanted(const char* name);

/* Whether it tells all of them: for what a program does besides its stories. */
int are_all_wanted(void);

_Noreturn void run_stories(const char* suite, const struct story* stories, size_t count);

/* Tells those of them that are wanted, and adds what they were and how many failed. */
struct tally {
  uint32_t cases;
  uint32_t failures;
};
void tell_stories(const struct story* stories, size_t count, struct tally* tally);

#endif
