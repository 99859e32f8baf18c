// SPDX-License-Identifier: Apache-2.0

/* Persistent keys are still there after a reset, each for its own client; other keys are gone. */
#include "reset.h"

#include <stdio.h>

#include "attempts.h"
#include "bytes.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "rival.h"

enum { KEY_NAME = 12 }; /* of both clients */

static psa_status_t ask_rival(enum rival_request request) {
  const uint32_t name = KEY_NAME;
  const psa_invec in = {&name, sizeof name};
  return psa_call(RIVAL_HANDLE, (int32_t)request, &in, 1, NULL, 0);
}

static bool name(uint32_t number, char* text, const char** rules) {
  (void)snprintf(text, LONGEST_NAME, "persistent_keys_of_two_clients_survive_a_reset");
  *rules = " [RIVAL PANIC-1 + CID-1]";
  return number == 0;
}

static void make(uint32_t number) {
  static const uint8_t secret[] = {1, 2, 3};
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t key = 0;
  (void)number;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_EXPORT);
  bool good = psa_import_key(&attributes, secret, sizeof secret, &key) == PSA_SUCCESS;
  psa_set_key_id(&attributes, KEY_NAME);
  good = good && psa_import_key(&attributes, secret, sizeof secret, &key) == PSA_SUCCESS;
  if (good && ask_rival(RIVAL_STORE) == PSA_SUCCESS) {
    expect_panic("RIVAL PANIC-1");
    (void)ask_rival(RIVAL_PANIC);
  }
  judged(false, RESET, "");
}

static bool is_well(void) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  uint8_t bytes[4];
  size_t length = 0;
  const bool is_there = psa_export_key(KEY_NAME, bytes, sizeof bytes, &length) == PSA_SUCCESS;
  const bool is_same = is_there && is_hex(bytes, length, "010203") &&
                       psa_get_key_attributes(KEY_NAME, &attributes) == PSA_SUCCESS &&
                       psa_get_key_usage_flags(&attributes) == PSA_KEY_USAGE_EXPORT &&
                       psa_get_key_lifetime(&attributes) == PSA_KEY_LIFETIME_PERSISTENT;
  const bool is_other_gone =
      psa_export_key(PSA_KEY_ID_VENDOR_MIN, bytes, sizeof bytes, &length) == PSA_ERROR_INVALID_HANDLE;
  return ask_rival(RIVAL_FIND) == PSA_SUCCESS && psa_destroy_key(KEY_NAME) == PSA_SUCCESS && is_same && is_other_gone;
}

_Noreturn void run_stories_then_reset(const struct story* stories, size_t count) {
  const struct attempts lists[] = {{name, make, is_well, false}};
  const struct attempt_suite suite = {
      .name = "crypto", .stories = stories, .story_count = count, .lists = lists, .list_count = 1};
  run_attempts(&suite);
}
