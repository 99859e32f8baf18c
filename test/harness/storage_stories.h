/* SPDX-License-Identifier: Apache-2.0 */

/* Stories of what the two storage APIs have in common (PSA Secure Storage API 1.0). What includes this defines
 * STORAGE(function), a function of its API, and LARGEST, the limit for an asset. */
#ifndef STORAGE_STORIES_H
#define STORAGE_STORIES_H

#include <string.h>

#include "psa/storage_common.h"
#include "scenario.h"

enum { ONE = 1, TWO = 2, NEVER = 77 };
#define HIGH_UID 0xFFFFFFFF00000001ull

static const char kText[] =
    "a text of some length, more than sixty-four bytes of it, so that it is not one chunk alone";
static uint8_t room[LARGEST + 1];
static uint8_t data[LARGEST + 1];

static void expect_content(psa_storage_uid_t uid, const void* expected, size_t size) {
  size_t length = 12345;

  memset(room, 0xEE, sizeof room);
  EXPECT_EQ(STORAGE(get)(uid, 0, sizeof room, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, size);
  EXPECT_EQ(memcmp(room, expected, size), 0);
  EXPECT_EQ(room[size], 0xEE);
}

static void expect_info(psa_storage_uid_t uid, size_t capacity, size_t size, uint32_t flags) {
  struct psa_storage_info_t info = {0, 0, 0};

  EXPECT_EQ(STORAGE(get_info)(uid, &info), PSA_SUCCESS);
  EXPECT_EQ(info.capacity, capacity);
  EXPECT_EQ(info.size, size);
  EXPECT_EQ(info.flags, flags);
}

STORY(an_asset_is_what_was_set, "SLS-1") {
  EXPECT_EQ(STORAGE(set)(ONE, sizeof kText, kText, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, kText, sizeof kText);
  expect_info(ONE, sizeof kText, sizeof kText, PSA_STORAGE_FLAG_NONE);
  EXPECT_EQ(STORAGE(set)(ONE, 4, "shor", PSA_STORAGE_FLAG_NO_CONFIDENTIALITY), PSA_SUCCESS);
  expect_content(ONE, "shor", 4);
  expect_info(ONE, 4, 4, PSA_STORAGE_FLAG_NO_CONFIDENTIALITY);
  EXPECT_EQ(STORAGE(remove)(ONE), PSA_SUCCESS);
}

STORY(an_asset_can_be_empty_and_as_large_as_the_limit, "SLS-1") {
  EXPECT_EQ(STORAGE(set)(ONE, 0, NULL, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, "", 0);
  for (size_t i = 0; i < sizeof data; i++) {
    data[i] = (uint8_t)(i * 7);
  }
  EXPECT_EQ(STORAGE(set)(ONE, LARGEST, data, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, data, LARGEST);
  EXPECT_EQ(STORAGE(set)(ONE, LARGEST + 1, data, PSA_STORAGE_FLAG_NONE), PSA_ERROR_INSUFFICIENT_STORAGE);
  expect_content(ONE, data, LARGEST);
  EXPECT_EQ(STORAGE(remove)(ONE), PSA_SUCCESS);
}

STORY(names_have_sixty_four_bits_and_zero_is_none, "SLS-1") {
  size_t length = 1;
  struct psa_storage_info_t info;

  EXPECT_EQ(STORAGE(set)(ONE, 3, "low", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(STORAGE(set)(HIGH_UID, 4, "high", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, "low", 3);
  expect_content(HIGH_UID, "high", 4);
  EXPECT_EQ(STORAGE(remove)(ONE), PSA_SUCCESS);
  expect_content(HIGH_UID, "high", 4);
  EXPECT_EQ(STORAGE(remove)(HIGH_UID), PSA_SUCCESS);
  EXPECT_EQ(STORAGE(set)(0, 3, "low", PSA_STORAGE_FLAG_NONE), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(STORAGE(get)(0, 0, 1, room, &length), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(STORAGE(get_info)(0, &info), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(STORAGE(remove)(0), PSA_ERROR_INVALID_ARGUMENT);
}

STORY(an_unknown_flag_is_refused, "SLS-1") {
  for (uint32_t flag = PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION << 1; flag != 0; flag <<= 1) {
    EXPECT_EQ(STORAGE(set)(ONE, 1, "x", flag), PSA_ERROR_NOT_SUPPORTED);
  }
  EXPECT_EQ(STORAGE(get)(ONE, 0, 1, room, &(size_t){0}), PSA_ERROR_DOES_NOT_EXIST);
}

STORY(what_is_not_there_cannot_be_used, "SLS-1") {
  size_t length;
  struct psa_storage_info_t info;

  EXPECT_EQ(STORAGE(get)(NEVER, 0, 1, room, &length), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(STORAGE(get)(NEVER, 9, 1, room, &length), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(STORAGE(get_info)(NEVER, &info), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(STORAGE(remove)(NEVER), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(STORAGE(set)(NEVER, 1, "x", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(STORAGE(remove)(NEVER), PSA_SUCCESS);
  EXPECT_EQ(STORAGE(remove)(NEVER), PSA_ERROR_DOES_NOT_EXIST);
}

STORY(a_part_is_read_from_its_offset_to_the_end_at_most, "SLS-1") {
  size_t length = 0;

  EXPECT_EQ(STORAGE(set)(ONE, sizeof kText, kText, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(STORAGE(get)(ONE, 10, 5, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 5);
  EXPECT_EQ(memcmp(room, kText + 10, 5), 0);
  EXPECT_EQ(STORAGE(get)(ONE, sizeof kText - 3, 50, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 3);
  EXPECT_EQ(memcmp(room, kText + sizeof kText - 3, 3), 0);
  EXPECT_EQ(STORAGE(get)(ONE, sizeof kText, 50, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(STORAGE(get)(ONE, 3, 0, NULL, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(STORAGE(get)(ONE, sizeof kText + 1, 0, room, &length), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(STORAGE(get)(ONE, SIZE_MAX, 1, room, &length), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(STORAGE(get)(ONE, 0, 1, room, NULL), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(STORAGE(get_info)(ONE, NULL), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(STORAGE(remove)(ONE), PSA_SUCCESS);
}

#define STORAGE_STORIES                                                                    \
  TOLD(an_asset_is_what_was_set), TOLD(an_asset_can_be_empty_and_as_large_as_the_limit),   \
      TOLD(names_have_sixty_four_bits_and_zero_is_none), TOLD(an_unknown_flag_is_refused), \
      TOLD(what_is_not_there_cannot_be_used), TOLD(a_part_is_read_from_its_offset_to_the_end_at_most)

#endif
