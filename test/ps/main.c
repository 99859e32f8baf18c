/* SPDX-License-Identifier: Apache-2.0 */

/* Stories of psa_ps_*(): PSA Secure Storage API 1.0. At their end the system is reset, and what was stored is there. */
#include "config_tfm.h"
#include "cotenant.h"
#include "panics.h"
#include "psa/client.h"
#include "psa/crypto.h"
#include "psa/internal_trusted_storage.h"
#include "psa/protected_storage.h"
#include "psa_manifest/sid.h"
#include "tfm_builtin_key_ids.h"
#include "tfm_platform_defs.h"
#include "tfm_ps_defs.h"

#define STORAGE(function) psa_ps_##function
#define LARGEST PS_MAX_ASSET_SIZE
#include "storage_stories.h"

enum { KEPT = 50, ONCE = 99 };

static psa_status_t ask_cotenant(int32_t type, psa_storage_uid_t uid, const void* bytes, size_t size, psa_outvec* out) {
  const psa_invec in[] = {{&uid, sizeof uid}, {bytes, size}};

  return psa_call(COTENANT_HANDLE, type, in, 2, out, out != NULL);
}

STORY(what_the_other_storage_does_not_have_refuses_the_same, "SLS-1") {
  for (uint32_t flag = PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION << 1; flag != 0; flag <<= 1) {
    EXPECT_EQ(psa_ps_create(ONE, 1, flag), PSA_ERROR_NOT_SUPPORTED);
  }
  EXPECT_EQ(psa_ps_create(0, 10, PSA_STORAGE_FLAG_NONE), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_ps_set_extended(0, 0, 1, "x"), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_ps_set_extended(NEVER, 0, 1, "x"), PSA_ERROR_DOES_NOT_EXIST);
}

STORY(an_asset_grows_to_its_capacity_part_by_part, "SLS-1") {
  EXPECT_EQ(psa_ps_get_support(), PSA_STORAGE_SUPPORT_SET_EXTENDED);
  EXPECT_EQ(psa_ps_create(ONE, 10, PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION), PSA_SUCCESS);
  expect_content(ONE, "", 0);
  expect_info(ONE, 10, 0, PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION);
  EXPECT_EQ(psa_ps_create(ONE, 10, PSA_STORAGE_FLAG_NONE), PSA_ERROR_ALREADY_EXISTS);
  EXPECT_EQ(psa_ps_set_extended(ONE, 1, 1, "x"), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_ps_set_extended(ONE, 0, 6, "abcdef"), PSA_SUCCESS);
  EXPECT_EQ(psa_ps_set_extended(ONE, 2, 2, "XY"), PSA_SUCCESS);
  expect_content(ONE, "abXYef", 6);
  EXPECT_EQ(psa_ps_set_extended(ONE, 5, 6, "123456"), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_ps_set_extended(ONE, SIZE_MAX, 2, "12"), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_ps_set_extended(ONE, 7, 1, "1"), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_ps_set_extended(ONE, 5, 5, "12345"), PSA_SUCCESS);
  EXPECT_EQ(psa_ps_set_extended(ONE, 10, 0, NULL), PSA_SUCCESS);
  expect_content(ONE, "abXYe12345", 10);
  expect_info(ONE, 10, 10, PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION);
  EXPECT_EQ(psa_ps_set(ONE, 3, "new", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_info(ONE, 3, 3, PSA_STORAGE_FLAG_NONE);
  EXPECT_EQ(psa_ps_set_extended(ONE, 0, 1, "N"), PSA_SUCCESS);
  expect_content(ONE, "New", 3);
  EXPECT_EQ(psa_ps_remove(ONE), PSA_SUCCESS);
  EXPECT_EQ(psa_ps_create(ONE, PS_MAX_ASSET_SIZE + 1, PSA_STORAGE_FLAG_NONE), PSA_ERROR_INSUFFICIENT_STORAGE);
  EXPECT_EQ(psa_ps_create(ONE, 10, PSA_STORAGE_FLAG_WRITE_ONCE), PSA_ERROR_NOT_SUPPORTED);
}

/* Each client has its own names, so neither sees, changes or removes what the other has under the same one. */
STORY(clients_do_not_meet, "CID-1 CID-4") {
  char mine[] = "non-secure";
  char theirs[] = "of a partition";
  char seen[32] = "";
  psa_outvec out = {seen, sizeof seen};

  EXPECT_EQ(psa_ps_set(TWO, sizeof mine, mine, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(ask_cotenant(COTENANT_GET, TWO, NULL, 0, &out), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(ask_cotenant(COTENANT_REMOVE, TWO, NULL, 0, NULL), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(ask_cotenant(COTENANT_EXTEND, TWO, NULL, 0, NULL), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(ask_cotenant(COTENANT_SET, TWO, theirs, sizeof theirs, NULL), PSA_SUCCESS);
  expect_content(TWO, mine, sizeof mine);
  out = (psa_outvec){seen, sizeof seen};
  EXPECT_EQ(ask_cotenant(COTENANT_GET, TWO, NULL, 0, &out), PSA_SUCCESS);
  EXPECT_EQ(strcmp(seen, theirs), 0);
  EXPECT_EQ(psa_ps_remove(TWO), PSA_SUCCESS);
  EXPECT_EQ(psa_ps_get(TWO, 0, 1, room, &(size_t){0}), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(ask_cotenant(COTENANT_REMOVE, TWO, NULL, 0, NULL), PSA_SUCCESS);
}

/* The asset that the service has its counters in is not that of another client under the same name. */
STORY(no_client_reaches_the_key_or_the_counters, "CID-1") {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  const uint32_t zeros[2] = {0, 0};

  EXPECT_EQ(ask_cotenant(COTENANT_DERIVE, 0, NULL, 0, NULL), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(psa_get_key_attributes(TFM_BUILTIN_KEY_ID_HUK, &attributes), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(psa_destroy_key(TFM_BUILTIN_KEY_ID_HUK), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(psa_ps_set(ONE, 3, "one", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(ask_cotenant(COTENANT_SPOIL_COUNTERS, 1, NULL, 0, NULL), PSA_SUCCESS);
  EXPECT_EQ(psa_its_set(1, sizeof zeros, zeros, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(psa_ps_set(ONE, 3, "two", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(ONE, "two", 3);
  EXPECT_EQ(psa_ps_remove(ONE), PSA_SUCCESS);
  EXPECT_EQ(psa_its_remove(1), PSA_SUCCESS);
}

/* The device key is one of the keys that are not persistent. */
STORY(persistent_keys_can_be_used_when_clients_hold_all_others, "CID-1") {
  enum { MOST = 16, PERSISTENT = 9 };
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t keys[MOST];
  psa_key_id_t key = 0;
  psa_key_id_t copy = 0;
  size_t count = 0;

  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_COPY);
  while (count < MOST && psa_import_key(&attributes, (const uint8_t*)"k", 1, &keys[count]) == PSA_SUCCESS) {
    count++;
  }
  EXPECT_EQ(count, CRYPTO_CLIENT_KEY_NUM);
  EXPECT_EQ(ask_cotenant(COTENANT_HOARD_KEYS, 0, NULL, 0, NULL), PSA_ERROR_INSUFFICIENT_MEMORY);
  psa_set_key_id(&attributes, PERSISTENT);
  EXPECT_EQ(psa_import_key(&attributes, (const uint8_t*)"k", 1, &key), PSA_SUCCESS);
  psa_set_key_id(&attributes, PERSISTENT + 1);
  EXPECT_EQ(psa_copy_key(key, &attributes, &copy), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(copy), PSA_SUCCESS);
  while (count > 0) {
    EXPECT_EQ(psa_destroy_key(keys[--count]), PSA_SUCCESS);
  }
  EXPECT_EQ(ask_cotenant(COTENANT_DROP_KEYS, 0, NULL, 0, NULL), PSA_SUCCESS);
}

STORY(a_full_storage_refuses_and_keeps_what_it_has, "SLS-1") {
  enum { FIRST = 1000 };
  psa_storage_uid_t uid = FIRST;
  psa_status_t status = PSA_SUCCESS;

  while (uid < FIRST + 2 * PS_NUM_ASSETS && status == PSA_SUCCESS) {
    memset(data, (int)uid, sizeof data);
    status = psa_ps_set(uid, PS_MAX_ASSET_SIZE, data, PSA_STORAGE_FLAG_NONE);
    uid += status == PSA_SUCCESS;
  }
  EXPECT_EQ(status, PSA_ERROR_INSUFFICIENT_STORAGE);
  EXPECT_EQ(psa_ps_create(uid, 1, PSA_STORAGE_FLAG_NONE), PSA_ERROR_INSUFFICIENT_STORAGE);
  EXPECT(uid - FIRST <= PS_NUM_ASSETS && uid - FIRST + 2 >= PS_NUM_ASSETS); /* others may be from before a reset */
  memset(data, FIRST & 0xFF, sizeof data);
  expect_content(FIRST, data, PS_MAX_ASSET_SIZE);
  EXPECT_EQ(psa_ps_set(FIRST, 5, "first", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  expect_content(FIRST, "first", 5);
  while (uid > FIRST) {
    EXPECT_EQ(psa_ps_remove(--uid), PSA_SUCCESS);
  }
}

/* A client that speaks to the service without its functions. */
STORY(a_request_of_another_shape_is_a_programmer_error, "SLS-1") {
  struct tfm_ps_request request = {ONE, 0, 0, 0};
  psa_invec in = {&request, sizeof request - 1};
  psa_outvec out = {room, 1};

  EXPECT_EQ(psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, TFM_PS_GET, &in, 1, &out, 1), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, TFM_PS_GET, NULL, 0, &out, 1), PSA_ERROR_PROGRAMMER_ERROR);
  in.len = sizeof request;
  EXPECT_EQ(psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, TFM_PS_GET_SUPPORT + 1, &in, 1, &out, 1),
            PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_ps_set(ONE, 1, "x", PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
  EXPECT_EQ(psa_call(TFM_PROTECTED_STORAGE_SERVICE_HANDLE, TFM_PS_GET_INFO, &in, 1, &out, 1),
            PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_ps_remove(ONE), PSA_SUCCESS);
}

/* The asset stays for as long as the flash does, so this story comes last; it passes again on a flash that has it. */
STORY(what_is_written_once_stays, "SLS-1") {
  (void)psa_ps_set(ONCE, 5, "once!", PSA_STORAGE_FLAG_WRITE_ONCE);
  EXPECT_EQ(psa_ps_set(ONCE, 5, "twice", PSA_STORAGE_FLAG_WRITE_ONCE), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_ps_set(ONCE, 5, "twice", PSA_STORAGE_FLAG_NONE), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_ps_set_extended(ONCE, 0, 5, "twice"), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_ps_remove(ONCE), PSA_ERROR_NOT_PERMITTED);
  expect_content(ONCE, "once!", 5);
  expect_info(ONCE, 5, 5, PSA_STORAGE_FLAG_WRITE_ONCE);
  EXPECT_EQ(psa_ps_set(KEPT, sizeof kText, kText, PSA_STORAGE_FLAG_NONE), PSA_SUCCESS);
}

static bool is_stored(void) {
  size_t length = 0;

  return psa_ps_get(KEPT, 0, sizeof room, room, &length) == PSA_SUCCESS && length == sizeof kText &&
         memcmp(room, kText, length) == 0 && psa_ps_set(ONE, 1, "x", PSA_STORAGE_FLAG_NONE) == PSA_SUCCESS &&
         psa_ps_remove(ONE) == PSA_SUCCESS;
}

int main(void) {
  static const struct story stories[] = {
      STORAGE_STORIES,
      TOLD(what_the_other_storage_does_not_have_refuses_the_same),
      TOLD(an_asset_grows_to_its_capacity_part_by_part),
      TOLD(clients_do_not_meet),
      TOLD(no_client_reaches_the_key_or_the_counters),
      TOLD(persistent_keys_can_be_used_when_clients_hold_all_others),
      TOLD(a_full_storage_refuses_and_keeps_what_it_has),
      TOLD(a_request_of_another_shape_is_a_programmer_error),
      TOLD(what_is_written_once_stays),
  };
  static const struct panic_story panics[] = {{"what_is_stored_survives_a_reset", "TFM_SP_PLATFORM PANIC-1",
                                               TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_SYSTEM_RESET}};
  static const struct suite suite = {.name = "ps",
                                     .stories = stories,
                                     .story_count = sizeof stories / sizeof stories[0],
                                     .panics = panics,
                                     .panic_count = 1,
                                     .is_well = is_stored};
  /* A reset alone has to find something too. */
  (void)psa_ps_set(KEPT, sizeof kText, kText, PSA_STORAGE_FLAG_NONE);
  run_stories_then_panics(&suite);
}
