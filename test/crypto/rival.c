// SPDX-License-Identifier: Apache-2.0

/* The second client. A request answers 0, or the line of the first check that failed. */
#include "rival.h"

#include "must.h"
#include "psa/crypto.h"
#include "psa/service.h"
#include "psa_manifest/rival.h"

enum { MANY = 64 };

static psa_hash_operation_t held[MANY];

static psa_status_t use_key(psa_key_id_t key) {
  uint8_t bytes[64];
  size_t length = 0;
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  MUST(psa_export_key(key, bytes, sizeof bytes, &length) == PSA_ERROR_INVALID_HANDLE);
  MUST(psa_get_key_attributes(key, &attributes) == PSA_ERROR_INVALID_HANDLE);
  MUST(psa_mac_compute(key, PSA_ALG_HMAC(PSA_ALG_SHA_256), bytes, 1, bytes, sizeof bytes, &length) ==
       PSA_ERROR_INVALID_HANDLE);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_EXPORT);
  psa_key_id_t copy = 0;
  MUST(psa_copy_key(key, &attributes, &copy) == PSA_ERROR_INVALID_HANDLE);
  MUST(psa_destroy_key(key) == PSA_ERROR_INVALID_HANDLE);
  return PSA_SUCCESS;
}

static psa_status_t use_operation(uint32_t handle) {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  psa_hash_operation_t target = PSA_HASH_OPERATION_INIT;
  uint8_t bytes[PSA_HASH_MAX_SIZE];
  size_t length = 0;
  hash.handle = handle;
  MUST(psa_hash_update(&hash, bytes, 0) == PSA_ERROR_BAD_STATE);
  MUST(psa_hash_clone(&hash, &target) == PSA_ERROR_BAD_STATE);
  MUST(psa_hash_finish(&hash, bytes, sizeof bytes, &length) == PSA_ERROR_BAD_STATE);
  MUST(psa_hash_abort(&hash) == PSA_SUCCESS); /* nothing of its own has this name */
  return PSA_SUCCESS;
}

static psa_status_t import(const psa_msg_t* message) {
  static const uint8_t secret[16] = {1, 2, 3};
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_EXPORT);
  psa_key_id_t key = 0;
  MUST(psa_import_key(&attributes, secret, sizeof secret, &key) == PSA_SUCCESS);
  psa_write(message->handle, 0, &key, sizeof key);
  return PSA_SUCCESS;
}

static psa_status_t hash_in_steps(void) {
  static const uint8_t of_abc[4] = {0xba, 0x78, 0x16, 0xbf}; /* how SHA-256 begins */
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  uint8_t bytes[PSA_HASH_MAX_SIZE];
  size_t length = 0;
  MUST(psa_hash_setup(&hash, PSA_ALG_SHA_256) == PSA_SUCCESS);
  MUST(psa_hash_update(&hash, (const uint8_t*)"ab", 2) == PSA_SUCCESS);
  MUST(psa_hash_update(&hash, (const uint8_t*)"c", 1) == PSA_SUCCESS);
  MUST(psa_hash_finish(&hash, bytes, sizeof bytes, &length) == PSA_SUCCESS);
  MUST(length == 32 && bytes[0] == of_abc[0] && bytes[1] == of_abc[1] && bytes[2] == of_abc[2] &&
       bytes[3] == of_abc[3]);
  return PSA_SUCCESS;
}

/* Opens operations until one is refused. */
static uint32_t hold(void) {
  uint32_t count = 0;
  while (count < MANY && psa_hash_setup(&held[count], PSA_ALG_SHA_256) == PSA_SUCCESS) {
    count++;
  }
  return count;
}

static psa_status_t release(void) {
  for (uint32_t i = 0; i < MANY; i++) {
    MUST(psa_hash_abort(&held[i]) == PSA_SUCCESS);
  }
  return PSA_SUCCESS;
}

static psa_status_t fill(const psa_msg_t* message) {
  const uint32_t count = hold();
  psa_write(message->handle, 0, &count, sizeof count);
  return release();
}

static psa_status_t store(psa_key_id_t name) {
  static const uint8_t secret[2] = {7, 8};
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t key = 0;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_EXPORT);
  psa_set_key_id(&attributes, name);
  MUST(psa_import_key(&attributes, secret, sizeof secret, &key) == PSA_SUCCESS && key == name);
  return PSA_SUCCESS;
}

static psa_status_t find(psa_key_id_t name) {
  uint8_t bytes[4];
  size_t length = 0;
  MUST(psa_export_key(name, bytes, sizeof bytes, &length) == PSA_SUCCESS);
  MUST(length == 2 && bytes[0] == 7 && bytes[1] == 8);
  MUST(psa_destroy_key(name) == PSA_SUCCESS);
  return PSA_SUCCESS;
}

psa_status_t rival_sfn(const psa_msg_t* message) {
  uint32_t name = 0;
  psa_read(message->handle, 0, &name, sizeof name);
  switch ((enum rival_request)message->type) {
    case RIVAL_USE_KEY: return use_key(name);
    case RIVAL_USE_OPERATION: return use_operation(name);
    case RIVAL_IMPORT: return import(message);
    case RIVAL_HASH: return hash_in_steps();
    case RIVAL_FILL: return fill(message);
    case RIVAL_HOLD: return hold() > 0 ? PSA_SUCCESS : __LINE__;
    case RIVAL_RELEASE: return release();
    case RIVAL_STORE: return store(name);
    case RIVAL_FIND: return find(name);
    case RIVAL_PANIC: psa_panic();
  }
  return PSA_ERROR_NOT_SUPPORTED;
}
