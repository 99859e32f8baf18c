// SPDX-License-Identifier: Apache-2.0

/* The command line of both programs: how many sequences or rounds, and the seed of the first. */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ns_platform.h"

struct arguments {
  uint32_t count;
  uint32_t seed;
};

static inline struct arguments read_arguments(uint32_t default_count) {
  struct arguments arguments = {default_count, 1};
  char words[96];
  ns_command_line(words, sizeof words);
  const char* const count = strchr(words, ' ');
  if (count != NULL) {
    char* seed;
    arguments.count = (uint32_t)strtoul(count, &seed, 10);
    arguments.seed = *seed != '\0' ? (uint32_t)strtoul(seed, NULL, 10) : 1;
  }
  return arguments;
}

#endif
