/* SPDX-License-Identifier: Apache-2.0 */

/* Stories of psa_its_*(): PSA Secure Storage API 1.0, and of their clients. */
#include "config_tfm.h"
#include "other_client.h"
#include "psa/client.h"
#include "psa/internal_trusted_storage.h"
#include "psa_manifest/sid.h"
#include "services.h"
#include "tfm_its_defs.h"

#define STORAGE(function) psa_its_##function
#define LARGEST ITS_MAX_ASSET_SIZE
#include "storage_stories.h"

static psa_status_t ask_other(int32_t type, psa_storage_uid_t uid, const void* bytes, size_t size, psa_outvec* out) {
  const psa_invec in[] = {{&uid, sizeof uid}, {bytes, size}};

  return psa_call(OTHER_CLIENT_HANDLE, type, in, 2, out, out != NULL);
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
    STORAGE_STORIES,
    TOLD(clients_do_not_meet),
    TOLD(a_full_storage_refuses_and_keeps_what_it_has),
    TOLD(a_request_of_another_shape_is_a_programmer_error),
    TOLD(what_is_written_once_stays),
};
const struct chapter of_its = CHAPTER(stories);
