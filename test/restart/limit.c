// SPDX-License-Identifier: Apache-2.0

/* A partition may restart once; its next panic is a reset. The restart is the first thing after each reset. */
#include "panics.h"
#include "psa/error.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "tfm_ns_interface.h"

static psa_status_t first_answer;

STORY(the_first_panic_is_a_restart, "LIFE-1") {
  EXPECT_EQ(first_answer, PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT(psa_call(MORTAL_HANDLE, LIVES, NULL, 0, NULL, 0) > 0);
}

int main(void) {
  static const struct story stories[] = {TOLD(the_first_panic_is_a_restart)};
  static const struct panic_story panics[] = {
      {"the_next_panic_is_a_reset", "MORTAL PANIC-1 + LIFE-8", MORTAL_HANDLE, DIE_OF_PANIC},
  };
  static const struct suite suite = {
      .name = "restart_limit", .stories = stories, .story_count = 1, .panics = panics, .panic_count = 1};
  (void)tfm_ns_interface_init();
  first_answer = psa_call(MORTAL_HANDLE, DIE_OF_PANIC, NULL, 0, NULL, 0);
  run_stories_then_panics(&suite);
}
