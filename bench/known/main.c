// SPDX-License-Identifier: Apache-2.0

/* Tests the plugin that counts: known.S does what is known, and each line of the table has its counts. They are written
 * in the order of bench/host/traffic.hpp: instructions, loads, stores, loads from flash, further loads and stores of an
 * instruction, refills, divisions, exceptions, words fetched, lines fetched, lines of data. */
#include <stdio.h>

#include "ns_platform.h"

void bench_begin(void);
void bench_end(void);
void known_empty(void);
void known_loads(void);
void known_stores(void);
void known_constants(void);
void known_branches(void);
void known_divisions(void);
void known_conditions(void);

__attribute__((noinline, used)) void bench_begin(void) { __asm volatile("@ begin" ::: "memory"); }
__attribute__((noinline, used)) void bench_end(void) { __asm volatile("@ end" ::: "memory"); }

static const struct {
  const char* name;
  void (*run)(void);
  const char* counts;
} windows[] = {
    {"empty", known_empty, "0 0 0 0 0 0 0 0 0 0 0"},           {"loads", known_loads, "7 6 0 0 2 0 0 0 4 0 0"},
    {"stores", known_stores, "6 0 8 0 4 0 0 0 4 0 0"},         {"constants", known_constants, "4 3 0 3 0 1 0 0 2 1 2"},
    {"branches", known_branches, "17 0 0 0 0 4 0 0 11 1 0"},   {"divisions", known_divisions, "6 0 0 0 0 0 2 0 4 0 0"},
    {"conditions", known_conditions, "8 0 0 0 0 0 0 0 4 0 0"},
};

int main(void) {
  char line[80];

  for (unsigned i = 0; i < sizeof windows / sizeof windows[0]; i++) {
    (void)snprintf(line, sizeof line, "window ns-known.%s 1\nknown %s\n", windows[i].name, windows[i].counts);
    ns_print(line);
    windows[i].run();
  }
  ns_print("END known 7 cases 0 failed\n");
  ns_exit(0);
}
