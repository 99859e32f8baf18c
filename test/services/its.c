/* SPDX-License-Identifier: Apache-2.0 */

/* Stories of psa_its_*(): PSA Secure Storage API 1.0. */
#include <string.h>

#include "config_tfm.h"
#include "other_client.h"
#include "psa/client.h"
#include "psa/internal_trusted_storage.h"
#include "psa_manifest/sid.h"
#include "services.h"
#include "tfm_its_defs.h"

enum { ONE = 1, TWO = 2, NEVER = 77 };
#define HIGH_UID 0xFFFFFFFF00000001ull

static const char kText[] =
    "a text of some length, more than sixty-four bytes of it, so that it is not one chunk alone";
static uint8_t room[ITS_MAX_ASSET_SIZE + 1];

static void expect_content(psa_storage_uid_t uid, const void* data, size_t size) {
  size_t length = 12345;

  memset(room, 0xEE, sizeof room);
  EXPECT_EQ(psa_its_get(uid, 0, sizeof room, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, size);
  EXPECT_EQ(memcmp(room, data, size), 0);
  EXPECT_EQ(room[size], 0xEE);
}

static psa_status_t ask_other(int32_t type, psa_storage_uid_t uid, const void* data, size_t size, psa_outvec* out) {
  const psa_invec in[] = {{&uid, sizeof uid}, {data, size}};

  return psa_call(OTHER_CLIENT_HANDLE, type, in, 2, out, out != NULL);
}

STORY(an_asset_is_what_was_set, "SLS-1") {
  struct psa_storage_info_t info = {0, 0, 0};

  EXPECT_EQ(psa_its_set(ONE, sizeof kText, kText, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, kText, sizeof kText);
  EXPECT_EQ(psa_its_get_info(ONE, &info), PSA_SUCCESS);
  EXPECT_EQ(info.size, sizeof kText);
  EXPECT_EQ(info.capacity, sizeof kText);
  EXPECT_EQ(info.flags, PSA_STORAGE_FLAG_NONE);
  EXPECT_EQ(psa_its_set(ONE, 4, "shor", PSA_STORAGE_FLAG_NO_CONFIDENTIALITY), PSA_SUCCESS);
  expect_content(ONE, "shor", 4);
  EXPECT_EQ(psa_its_get_info(ONE, &info), PSA_SUCCESS);
  EXPECT_EQ(info.flags, PSA_STORAGE_FLAG_NO_CONFIDENTIALITY);
  EXPECT_EQ(psa_its_remove(ONE), PSA_SUCCESS);
}

STORY(an_asset_can_be_empty_and_as_large_as_the_limit, "SLS-1") {
  static uint8_t data[ITS_MAX_ASSET_SIZE + 1];

  EXPECT_EQ(psa_its_set(ONE, 0, NULL, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, "", 0);
  for (size_t i = 0; i < sizeof data; i++) {
    data[i] = (uint8_t)(i * 7);
  }
  EXPECT_EQ(psa_its_set(ONE, ITS_MAX_ASSET_SIZE, data, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, data, ITS_MAX_ASSET_SIZE);
  EXPECT_EQ(psa_its_set(ONE, ITS_MAX_ASSET_SIZE + 1, data, PSA_STORAGE_FLAG_NONE), PSA_ERROR_INSUFFICIENT_STORAGE);
  expect_content(ONE, data, ITS_MAX_ASSET_SIZE);
  EXPECT_EQ(psa_its_remove(ONE), PSA_SUCCESS);
}

STORY(names_have_sixty_four_bits_and_zero_is_none, "SLS-1") {
  size_t length = 1;
  struct psa_storage_info_t info;

  EXPECT_EQ(psa_its_set(ONE, 3, "low", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(psa_its_set(HIGH_UID, 4, "high", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, "low", 3);
  expect_content(HIGH_UID, "high", 4);
  EXPECT_EQ(psa_its_remove(ONE), PSA_SUCCESS);
  expect_content(HIGH_UID, "high", 4);
  EXPECT_EQ(psa_its_remove(HIGH_UID), PSA_SUCCESS);
  EXPECT_EQ(psa_its_set(0, 3, "low", PSA_STORAGE_FLAG_NONE), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_its_get(0, 0, 1, room, &length), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(psa_its_get_info(0, &info), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_its_remove(0), PSA_ERROR_INVALID_ARGUMENT);
}

STORY(an_unknown_flag_is_refused, "SLS-1") {
  for (uint32_t flag = PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION << 1; flag != 0; flag <<= 1) {
    EXPECT_EQ(psa_its_set(ONE, 1, "x", flag), PSA_ERROR_NOT_SUPPORTED);
  }
  EXPECT_EQ(psa_its_get(ONE, 0, 1, room, &(size_t){0}), PSA_ERROR_DOES_NOT_EXIST);
}

STORY(what_is_not_there_cannot_be_used, "SLS-1") {
  size_t length;
  struct psa_storage_info_t info;

  EXPECT_EQ(psa_its_get(NEVER, 0, 1, room, &length), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(psa_its_get(NEVER, 9, 1, room, &length), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(psa_its_get_info(NEVER, &info), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(psa_its_remove(NEVER), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(psa_its_set(NEVER, 1, "x", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(psa_its_remove(NEVER), PSA_SUCCESS);
  EXPECT_EQ(psa_its_remove(NEVER), PSA_ERROR_DOES_NOT_EXIST);
}

STORY(a_part_is_read_from_its_offset_to_the_end_at_most, "SLS-1") {
  size_t length = 0;

  EXPECT_EQ(psa_its_set(ONE, sizeof kText, kText, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(psa_its_get(ONE, 10, 5, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 5);
  EXPECT_EQ(memcmp(room, kText + 10, 5), 0);
  EXPECT_EQ(psa_its_get(ONE, sizeof kText - 3, 50, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 3);
  EXPECT_EQ(memcmp(room, kText + sizeof kText - 3, 3), 0);
  EXPECT_EQ(psa_its_get(ONE, sizeof kText, 50, room, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(psa_its_get(ONE, 3, 0, NULL, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(psa_its_get(ONE, sizeof kText + 1, 0, room, &length), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_its_get(ONE, SIZE_MAX, 1, room, &length), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_its_get(ONE, 0, 1, room, NULL), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_its_get_info(ONE, NULL), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_its_remove(ONE), PSA_SUCCESS);
}

/* Each client has its own names, so neither sees, changes or removes what the other has under the same one. */
STORY(clients_do_not_meet, "CID-1 CID-4") {
  char mine[] = "non-secure";
  char theirs[] = "of a partition";
  char seen[32] = "";
  uint32_t size = 0;
  psa_outvec out = {seen, sizeof seen};

  EXPECT_EQ(psa_its_set(TWO, sizeof mine, mine, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(ask_other(OTHER_GET, TWO, NULL, 0, &out), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(ask_other(OTHER_REMOVE, TWO, NULL, 0, NULL), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(ask_other(OTHER_SET, TWO, theirs, sizeof theirs, NULL), PSA_SUCCESS);
  expect_content(TWO, mine, sizeof mine);
  out = (psa_outvec){seen, sizeof seen};
  EXPECT_EQ(ask_other(OTHER_GET, TWO, NULL, 0, &out), PSA_SUCCESS);
  EXPECT_EQ(strcmp(seen, theirs), 0);
  EXPECT_EQ(psa_its_remove(TWO), PSA_SUCCESS);
  out = (psa_outvec){&size, sizeof size};
  EXPECT_EQ(ask_other(OTHER_GET_SIZE, TWO, NULL, 0, &out), PSA_SUCCESS);
  EXPECT_EQ(size, sizeof theirs);
  EXPECT_EQ(psa_its_get(TWO, 0, 1, room, &(size_t){0}), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(ask_other(OTHER_REMOVE, TWO, NULL, 0, NULL), PSA_SUCCESS);
}

STORY(a_full_storage_refuses_and_keeps_what_it_has, "SLS-1") {
  EXPECT_EQ(psa_its_set(ONE, sizeof kText, kText, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  const psa_status_t first = ask_other(OTHER_FILL, 0, NULL, 0, NULL);
  for (int i = 0; i < 20; i++) {
    EXPECT_EQ(ask_other(OTHER_FILL, 0, NULL, 0, NULL), first);
  }
  EXPECT(first > 0 && first < ITS_NUM_ASSETS);
  expect_content(ONE, kText, sizeof kText);
  EXPECT_EQ(psa_its_remove(ONE), PSA_SUCCESS);
}

/* A client that speaks to the service without its functions. */
STORY(a_request_of_another_shape_is_a_programmer_error, "SLS-1") {
  struct tfm_its_request request = {ONE, 0, 0};
  psa_invec in = {&request, sizeof request - 1};
  psa_outvec out = {room, 1};

  EXPECT_EQ(psa_call(TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE, TFM_ITS_GET, &in, 1, &out, 1),
            PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_call(TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE, TFM_ITS_GET, NULL, 0, &out, 1),
            PSA_ERROR_PROGRAMMER_ERROR);
  in.len = sizeof request;
  EXPECT_EQ(psa_call(TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE, TFM_ITS_REMOVE + 1, &in, 1, &out, 1),
            PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_its_set(ONE, 1, "x", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(psa_call(TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE, TFM_ITS_GET_INFO, &in, 1, &out, 1),
            PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_its_remove(ONE), PSA_SUCCESS);
}

/* The asset stays for as long as the flash does, so this story comes last; it passes again on a flash that has it. */
STORY(what_is_written_once_stays, "SLS-1") {
  enum { ONCE = 99 };
  struct psa_storage_info_t info = {0, 0, 0};

  (void)psa_its_set(ONCE, 5, "once!", PSA_STORAGE_FLAG_WRITE_ONCE);
  EXPECT_EQ(psa_its_set(ONCE, 5, "twice", PSA_STORAGE_FLAG_WRITE_ONCE), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_its_set(ONCE, 5, "twice", PSA_STORAGE_FLAG_NONE), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_its_remove(ONCE), PSA_ERROR_NOT_PERMITTED);
  expect_content(ONCE, "once!", 5);
  EXPECT_EQ(psa_its_get_info(ONCE, &info), PSA_SUCCESS);
  EXPECT_EQ(info.flags, PSA_STORAGE_FLAG_WRITE_ONCE);
}

static const struct story stories[] = {
    TOLD(an_asset_is_what_was_set),
    TOLD(an_asset_can_be_empty_and_as_large_as_the_limit),
    TOLD(names_have_sixty_four_bits_and_zero_is_none),
    TOLD(an_unknown_flag_is_refused),
    TOLD(what_is_not_there_cannot_be_used),
    TOLD(a_part_is_read_from_its_offset_to_the_end_at_most),
    TOLD(clients_do_not_meet),
    TOLD(a_full_storage_refuses_and_keeps_what_it_has),
    TOLD(a_request_of_another_shape_is_a_programmer_error),
    TOLD(what_is_written_once_stays),
};
const struct chapter of_its = CHAPTER(stories);
