// SPDX-License-Identifier: Apache-2.0

/* Announces before each request what the secure log must then hold: `expect-log` and the line. */
#include "ns_platform.h"
#include "panics.h"
#include "psa/lifecycle.h"
#include "psa_manifest/sid.h"
#include "requests.h"

static psa_status_t ask(int32_t request) { return psa_call(TALKER_HANDLE, request, NULL, 0, NULL, 0); }

static void announce(const char* line) {
  ns_print("expect-log  "); /* a partition's line begins with a space */
  ns_print(line);
  ns_print("\n");
}

STORY(what_is_above_the_level_is_not_said, "EXT-2 CFG-16") {
  announce("[ERR] an error");
  announce("[NOT] a notice");
  announce("[WRN] a warning");
  announce("raw error");
  announce("raw notice");
  announce("raw warning");
  EXPECT_EQ(ask(SAY_EVERY_LEVEL), PSA_SUCCESS);
}

STORY(numbers_and_texts_are_formatted_in_the_partition, "EXT-2") {
  announce("[ERR] -7 -2147483648 4294967295");
  announce("[ERR] beef BEEF 0000001f   42 -007");
  announce("[ERR] text, c, 100%, 12, -13, 14");
  announce("[ERR] 0x1234 (null)   abc|");
  EXPECT_EQ(ask(SAY_EVERY_FORMAT), PSA_SUCCESS);
}

STORY(a_line_longer_than_any_buffer_is_whole, "EXT-2") {
  announce(
      "[ERR] 0123456789012345678901234567890123456789012345678901234567890123456789"
      "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
  EXPECT_EQ(ask(SAY_A_LONG_LINE), PSA_SUCCESS);
}

STORY(a_line_of_a_partition_is_not_taken_for_one_of_the_spm, "EXT-2") {
  announce("[ERR] panic: VICTIM id 0x00000001 broke CALL-1 in psa_call");
  announce("one");
  announce("[ERR] panic: two");
  announce("\\x1B[2K\\x00\\x7F\\xC3\\xA9 ~three\tfour");
  announce("begun[ERR] restarted after a panic: five");
  EXPECT_EQ(ask(SAY_WHAT_THE_SPM_SAYS), PSA_SUCCESS);
}

STORY(a_piece_is_at_most_sixteen_bytes_and_sixteen_characters, "EXT-2") {
  announce("0123456789ABCDEF\\x01\\x01\\x01\\x01");
  EXPECT_EQ(ask(SAY_THREE_PIECES), 160416);
}

STORY(an_empty_text_needs_no_memory, "EXT-2 MEM-1") { EXPECT_EQ(ask(SAY_NOTHING_FROM_NOWHERE), 0); }

STORY(there_is_no_boot_data, "EXT-1") { EXPECT_EQ(ask(GET_BOOT_DATA), PSA_ERROR_INVALID_ARGUMENT); }

STORY(a_lifecycle_that_cannot_be_read_is_unknown, "LCS-1 LCS-3") {
  EXPECT_EQ(ask(GET_LIFECYCLE), PSA_LIFECYCLE_UNKNOWN);
}

STORY(component_options_have_their_defaults, "GEN-10 CFG-41") { EXPECT_EQ(ask(GET_OPTIONS), 8); }

static const struct story stories[] = {
    TOLD(what_is_above_the_level_is_not_said),
    TOLD(numbers_and_texts_are_formatted_in_the_partition),
    TOLD(a_line_longer_than_any_buffer_is_whole),
    TOLD(a_line_of_a_partition_is_not_taken_for_one_of_the_spm),
    TOLD(a_piece_is_at_most_sixteen_bytes_and_sixteen_characters),
    TOLD(an_empty_text_needs_no_memory),
    TOLD(there_is_no_boot_data),
    TOLD(a_lifecycle_that_cannot_be_read_is_unknown),
    TOLD(component_options_have_their_defaults),
};

static const struct panic_story panics[] = {
    {"a_text_that_is_nowhere_is_not_said", "TALKER EXT-2", TALKER_HANDLE, SAY_WHAT_IS_NOT_THERE},
    {"a_text_that_wraps_around_is_not_said", "TALKER EXT-2", TALKER_HANDLE, SAY_PAST_THE_END_OF_MEMORY},
};

int main(void) {
  static const struct suite suite = {
      "log", stories, sizeof stories / sizeof stories[0], panics, sizeof panics / sizeof panics[0], NULL};
  run_stories_then_panics(&suite);
}
