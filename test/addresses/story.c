// SPDX-License-Identifier: Apache-2.0

#include "story.h"

#include "paint.h"
#include "scenario.h"

enum { WITNESSES = 64 };
static volatile uint32_t witnesses[WITNESSES];

static psa_status_t ask(psa_handle_t painter, int32_t request) { return psa_call(painter, request, NULL, 0, NULL, 0); }

void expect_harmless(psa_handle_t owner, int32_t region, psa_handle_t other) {
  EXPECT_EQ(ask(owner, region), PAINT_CHANGED_NOTHING_ELSE);
  EXPECT_EQ(ask(owner, ARE_YOU_UNTOUCHED), PAINT_CHANGED_NOTHING_ELSE);
  EXPECT_EQ(ask(other, ARE_YOU_UNTOUCHED), PAINT_CHANGED_NOTHING_ELSE);
  for (int i = 0; i < WITNESSES; i++) {
    EXPECT_EQ(witnesses[i], 0);
  }
}
