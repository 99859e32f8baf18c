// SPDX-License-Identifier: Apache-2.0

#include "areas.h"

#include <stddef.h>

#define AREA(n)                                         \
  SECURE(text_start_##n, "area_" #n "_text_start");     \
  SECURE(text_last_##n, "area_" #n "_text_last");       \
  SECURE(rodata_start_##n, "area_" #n "_rodata_start"); \
  SECURE(rodata_last_##n, "area_" #n "_rodata_last");   \
  SECURE(data_start_##n, "area_" #n "_data_start");     \
  SECURE(data_last_##n, "area_" #n "_data_last")

AREA(0);
AREA(1);
AREA(2);
AREA(3);
AREA(4);
AREA(5);

enum { GRANULE = 32 };

/* The regions of a domain in the MPU, with the last granule of each. */
static const struct area {
  const char* starts[REGION_KINDS];
  const char* lasts[REGION_KINDS];
} areas[] = {
#define X(n)                                                                                              \
  {                                                                                                       \
    {text_start_##n, rodata_start_##n, data_start_##n}, { text_last_##n, rodata_last_##n, data_last_##n } \
  }
    X(0), X(1), X(2), X(3), X(4), X(5),
#undef X
};

struct place region_with(uint32_t address, enum region kind) {
  for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++) {
    const uint32_t first = (uint32_t)areas[i].starts[kind];
    const uint32_t last = (uint32_t)areas[i].lasts[kind] + GRANULE - 4;
    if (first != 0 && address >= first && address <= last) {
      return (struct place){first, last};
    }
  }
  return (struct place){0, 0};
}
