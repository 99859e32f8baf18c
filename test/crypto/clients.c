// SPDX-License-Identifier: Apache-2.0

/* Two clients of one service: what belongs to one does not exist for the other. */
#include "bytes.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "rival.h"

enum { SLOTS = 8, SHARE = 4, KEYS = 12, KEY_BYTES = 0x2000 }; /* by default */

static psa_status_t ask_rival(enum rival_request request, uint32_t name) {
  const psa_invec in = {&name, sizeof name};
  return psa_call(RIVAL_HANDLE, (int32_t)request, &in, 1, NULL, 0);
}

static uint32_t hear_from_rival(enum rival_request request) {
  uint32_t answer = 0;
  psa_outvec out = {&answer, sizeof answer};
  EXPECT_EQ(psa_call(RIVAL_HANDLE, (int32_t)request, NULL, 0, &out, 1), PSA_SUCCESS);
  return answer;
}

STORY(a_key_does_not_exist_for_another_client, "CID-1 MSG-4") {
  const psa_algorithm_t algorithm = PSA_ALG_HMAC(PSA_ALG_SHA_256);
  const psa_key_id_t key =
      key_of(PSA_KEY_TYPE_HMAC, algorithm, PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_EXPORT | PSA_KEY_USAGE_COPY,
             "0102030405060708");
  uint8_t bytes[64];
  size_t length = 0;
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t stored = 0;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  psa_set_key_id(&attributes, 8);
  EXPECT_EQ(psa_import_key(&attributes, (const uint8_t*)"stored", 6, &stored), PSA_SUCCESS);
  EXPECT_EQ(ask_rival(RIVAL_USE_KEY, stored), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(stored), PSA_SUCCESS);
  EXPECT_EQ(ask_rival(RIVAL_USE_KEY, key), PSA_SUCCESS);
  EXPECT_EQ(psa_export_key(key, bytes, sizeof bytes, &length), PSA_SUCCESS);
  EXPECT_HEX(bytes, length, "0102030405060708");
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

STORY(the_key_of_a_partition_does_not_exist_for_the_non_secure_world, "CID-1 MSG-4") {
  const psa_key_id_t key = hear_from_rival(RIVAL_IMPORT);
  uint8_t bytes[64];
  size_t length = 0;
  EXPECT(key != 0);
  EXPECT_EQ(psa_export_key(key, bytes, sizeof bytes, &length), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(psa_destroy_key(key), PSA_ERROR_INVALID_HANDLE);
}

STORY(an_operation_does_not_exist_for_another_client, "CID-1 MSG-4") {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  uint8_t bytes[PSA_HASH_MAX_SIZE];
  size_t length = 0;
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_update(&hash, (const uint8_t*)"a", 1), PSA_SUCCESS);
  EXPECT_EQ(ask_rival(RIVAL_USE_OPERATION, hash.handle), PSA_SUCCESS);
  EXPECT_EQ(ask_rival(RIVAL_HASH, 0), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_update(&hash, (const uint8_t*)"bc", 2), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_finish(&hash, bytes, sizeof bytes, &length), PSA_SUCCESS);
  EXPECT_HEX(bytes, length, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

STORY(a_handle_names_no_operation_of_another_kind, "CID-1") {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  psa_mac_operation_t mac = PSA_MAC_OPERATION_INIT;
  psa_cipher_operation_t cipher = PSA_CIPHER_OPERATION_INIT;
  psa_aead_operation_t aead = PSA_AEAD_OPERATION_INIT;
  psa_key_derivation_operation_t derivation = PSA_KEY_DERIVATION_OPERATION_INIT;
  uint8_t byte = 0;
  size_t length = 0;
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_SUCCESS);
  mac.handle = cipher.handle = aead.handle = derivation.handle = hash.handle;
  EXPECT_EQ(psa_mac_update(&mac, &byte, 1), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_cipher_update(&cipher, &byte, 1, &byte, 1, &length), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_aead_update_ad(&aead, &byte, 1), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_key_derivation_get_capacity(&derivation, &length), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_mac_abort(&mac), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_update(&hash, &byte, 1), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_abort(&hash), PSA_SUCCESS);
}

STORY(a_handle_is_dead_after_the_end_of_its_operation, "CID-1") {
  psa_hash_operation_t first = PSA_HASH_OPERATION_INIT;
  psa_hash_operation_t second = PSA_HASH_OPERATION_INIT;
  uint8_t byte = 0;
  EXPECT_EQ(psa_hash_setup(&first, PSA_ALG_SHA_256), PSA_SUCCESS);
  psa_hash_operation_t dead = first;
  EXPECT_EQ(psa_hash_abort(&first), PSA_SUCCESS);
  EXPECT_EQ(first.handle, 0);
  EXPECT_EQ(psa_hash_update(&dead, &byte, 1), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_hash_setup(&second, PSA_ALG_SHA_256), PSA_SUCCESS);
  EXPECT(second.handle != dead.handle);
  EXPECT_EQ(second.handle % SLOTS, dead.handle % SLOTS);
  EXPECT_EQ(psa_hash_update(&dead, &byte, 1), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_hash_abort(&dead), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_update(&second, &byte, 1), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_abort(&second), PSA_SUCCESS);
}

STORY(no_client_can_hold_all_operations, "CID-1") {
  psa_hash_operation_t hashes[SLOTS] = {PSA_HASH_OPERATION_INIT};
  for (size_t i = 0; i < SHARE; i++) {
    EXPECT_EQ(psa_hash_setup(&hashes[i], PSA_ALG_SHA_256), PSA_SUCCESS);
  }
  EXPECT_EQ(psa_hash_setup(&hashes[SHARE], PSA_ALG_SHA_256), PSA_ERROR_INSUFFICIENT_MEMORY);
  EXPECT_EQ(hear_from_rival(RIVAL_FILL), SHARE);
  EXPECT_EQ(ask_rival(RIVAL_HOLD, 0), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_abort(&hashes[0]), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_clone(&hashes[1], &hashes[0]), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_clone(&hashes[1], &hashes[SHARE]), PSA_ERROR_INSUFFICIENT_MEMORY);
  EXPECT_EQ(ask_rival(RIVAL_RELEASE, 0), PSA_SUCCESS);
  for (size_t i = 0; i < SHARE; i++) {
    EXPECT_EQ(psa_hash_abort(&hashes[i]), PSA_SUCCESS);
  }
}

static psa_key_attributes_t raw_attributes(void) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_EXPORT | PSA_KEY_USAGE_COPY);
  return attributes;
}

/* Imports volatile keys of this size until one is refused, and returns their number. */
static size_t import_all(size_t size, psa_key_id_t* keys, size_t most) {
  static const uint8_t secret[KEY_BYTES / 4] = {1};
  const psa_key_attributes_t attributes = raw_attributes();
  psa_status_t status = PSA_SUCCESS;
  size_t count = 0;
  while (count < most && (status = psa_import_key(&attributes, secret, size, &keys[count])) == PSA_SUCCESS) {
    count++;
  }
  EXPECT(count == most || status == PSA_ERROR_INSUFFICIENT_MEMORY);
  return count;
}

STORY(no_client_can_hold_all_keys, "CID-1") {
  psa_key_attributes_t attributes = raw_attributes();
  const psa_key_attributes_t wanted = attributes;
  psa_key_id_t keys[KEYS + 1] = {0};
  psa_key_id_t key = 0;
  EXPECT_EQ(import_all(1, keys, KEYS + 1), KEYS);
  EXPECT_EQ(psa_copy_key(keys[0], &wanted, &key), PSA_ERROR_INSUFFICIENT_MEMORY);
  psa_set_key_bits(&attributes, 8);
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_ERROR_INSUFFICIENT_MEMORY);
  EXPECT(hear_from_rival(RIVAL_IMPORT) != 0);
  psa_set_key_id(&attributes, 9); /* a persistent key holds no slot */
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  EXPECT_EQ(psa_generate_key(&wanted, &key), PSA_ERROR_INSUFFICIENT_MEMORY);
  EXPECT_EQ(psa_destroy_key(keys[0]), PSA_SUCCESS);
  EXPECT_EQ(psa_copy_key(keys[1], &wanted, &keys[0]), PSA_SUCCESS);
  EXPECT_EQ(psa_close_key(keys[0]), PSA_SUCCESS);
  EXPECT_EQ(import_all(1, keys, 1), 1);
  for (size_t i = 0; i < KEYS; i++) {
    EXPECT_EQ(psa_destroy_key(keys[i]), PSA_SUCCESS);
  }
}

STORY(no_client_can_fill_the_heap_with_keys, "CID-1") {
  psa_key_id_t keys[KEYS] = {0};
  EXPECT_EQ(import_all(KEY_BYTES / 4, keys, KEYS), 4);
  EXPECT(hear_from_rival(RIVAL_IMPORT) != 0);
  EXPECT_EQ(psa_destroy_key(keys[0]), PSA_SUCCESS);
  EXPECT_EQ(import_all(1, keys, 1), 1);
  for (size_t i = 0; i < 4; i++) {
    EXPECT_EQ(psa_destroy_key(keys[i]), PSA_SUCCESS);
  }
}

STORY(persistent_keys_can_be_used_when_clients_hold_all_others, "CID-1") {
  psa_key_attributes_t attributes = raw_attributes();
  psa_key_id_t keys[KEYS + 1] = {0};
  psa_key_id_t key = 0;
  psa_key_id_t copy = 0;
  uint32_t count = 0;
  psa_outvec out = {&key, sizeof key};
  (void)import_all(1, keys, KEYS + 1);
  while (psa_call(RIVAL_HANDLE, RIVAL_IMPORT, NULL, 0, &out, 1) == PSA_SUCCESS) {
    count++;
  }
  EXPECT(count < KEYS); /* not its own share, but what remained */
  psa_set_key_bits(&attributes, 8);
  psa_set_key_id(&attributes, 9);
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_SUCCESS);
  psa_set_key_id(&attributes, 10);
  EXPECT_EQ(psa_copy_key(key, &attributes, &copy), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(copy), PSA_SUCCESS);
  for (size_t i = 0; i < KEYS; i++) {
    EXPECT_EQ(psa_destroy_key(keys[i]), PSA_SUCCESS);
  }
}

const struct story client_stories[] = {
    TOLD(a_key_does_not_exist_for_another_client),
    TOLD(the_key_of_a_partition_does_not_exist_for_the_non_secure_world),
    TOLD(an_operation_does_not_exist_for_another_client),
    TOLD(a_handle_names_no_operation_of_another_kind),
    TOLD(a_handle_is_dead_after_the_end_of_its_operation),
    TOLD(no_client_can_hold_all_operations),
    TOLD(no_client_can_hold_all_keys),
    TOLD(no_client_can_fill_the_heap_with_keys),
    TOLD(persistent_keys_can_be_used_when_clients_hold_all_others),
};
const size_t client_story_count = sizeof client_stories / sizeof client_stories[0];
