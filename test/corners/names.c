// SPDX-License-Identifier: Apache-2.0

/* Every partition of the image answers with its own number. */
#include "called.h"
#include "chapters.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

static const struct {
  psa_handle_t handle;
  int32_t number;
} called[] = {
#define CALLED(name, number_) {(psa_handle_t)(name), number_},
    ALL_CALLED
#undef CALLED
};

STORY(a_partition_may_be_called_like_a_part_of_the_kernel, "MAN-2 GEN-9") {
  EXPECT(sizeof called / sizeof called[0] > 8);
  for (int32_t before = 0; before < 2; ++before) {
    for (size_t i = 0; called[i].number != 0; ++i) {
      EXPECT_EQ(psa_call(called[i].handle, PSA_IPC_CALL, NULL, 0, NULL, 0), called[i].number * 111 + 1000 * before);
    }
  }
}

static const struct story stories[] = {TOLD(a_partition_may_be_called_like_a_part_of_the_kernel)};
const struct chapter name_chapter = CHAPTER(stories);
