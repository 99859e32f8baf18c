// SPDX-License-Identifier: Apache-2.0

/* Data that is longer than the service's buffer, which takes it in pieces; and what is refused for its size. */
#include <string.h>

#include "bytes.h"
#include "config_tfm.h"

enum { LONG = 3 * CRYPTO_IOVEC_BUFFER_SIZE + 7, STEP = 100, BLOCK = 16 };

static uint8_t text[LONG];
static uint8_t result[LONG + BLOCK];
static uint8_t expected[LONG + BLOCK];
static uint8_t digest[PSA_HASH_MAX_SIZE];
static size_t length;
static const char key_bytes[] = "000102030405060708090a0b0c0d0e0f";
static const uint8_t nonce[BLOCK] = {1, 2, 3};

static void write_text(void) {
  for (size_t i = 0; i < sizeof text; i++) {
    text[i] = (uint8_t)(i * 7 + i / 256);
  }
}

static size_t step_at(size_t at) { return LONG - at < STEP ? LONG - at : STEP; }

/* The digest by calls with little data. */
static void hash_in_steps(psa_algorithm_t algorithm) {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  EXPECT_EQ(psa_hash_setup(&hash, algorithm), PSA_SUCCESS);
  for (size_t at = 0; at < LONG; at += STEP) {
    EXPECT_EQ(psa_hash_update(&hash, text + at, step_at(at)), PSA_SUCCESS);
  }
  EXPECT_EQ(psa_hash_finish(&hash, digest, sizeof digest, &length), PSA_SUCCESS);
}

STORY(a_hash_of_long_data_is_that_of_its_parts, "SLS-1 READ-6") {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  write_text();
  hash_in_steps(PSA_ALG_SHA_256);
  const size_t size = length;
  EXPECT_EQ(psa_hash_compute(PSA_ALG_SHA_256, text, LONG, result, sizeof result, &length), PSA_SUCCESS);
  EXPECT(length == size && memcmp(result, digest, size) == 0);
  EXPECT_EQ(psa_hash_compare(PSA_ALG_SHA_256, text, LONG, digest, size), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_update(&hash, text, LONG), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_verify(&hash, digest, size), PSA_SUCCESS);
  text[LONG - 1] ^= 1;
  EXPECT_EQ(psa_hash_compare(PSA_ALG_SHA_256, text, LONG, digest, size), PSA_ERROR_INVALID_SIGNATURE);
  EXPECT_EQ(psa_hash_compare(PSA_ALG_SHA_256, text, LONG, digest, size - 1), PSA_ERROR_INVALID_SIGNATURE);
  EXPECT_EQ(psa_hash_compute(PSA_ALG_SHA_256, text, LONG, result, size - 1, &length), PSA_ERROR_BUFFER_TOO_SMALL);
}

STORY(a_mac_of_long_data_is_that_of_its_parts, "SLS-1 READ-6") {
  const psa_algorithm_t algorithm = PSA_ALG_HMAC(PSA_ALG_SHA_256);
  const psa_key_id_t key =
      key_of(PSA_KEY_TYPE_HMAC, algorithm, PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_VERIFY_MESSAGE, key_bytes);
  psa_mac_operation_t mac = PSA_MAC_OPERATION_INIT;
  write_text();
  EXPECT_EQ(psa_mac_sign_setup(&mac, key, algorithm), PSA_SUCCESS);
  for (size_t at = 0; at < LONG; at += STEP) {
    EXPECT_EQ(psa_mac_update(&mac, text + at, step_at(at)), PSA_SUCCESS);
  }
  EXPECT_EQ(psa_mac_sign_finish(&mac, digest, sizeof digest, &length), PSA_SUCCESS);
  const size_t size = length;
  EXPECT_EQ(psa_mac_compute(key, algorithm, text, LONG, result, sizeof result, &length), PSA_SUCCESS);
  EXPECT(length == size && memcmp(result, digest, size) == 0);
  EXPECT_EQ(psa_mac_verify(key, algorithm, text, LONG, digest, size), PSA_SUCCESS);
  EXPECT_EQ(psa_mac_verify_setup(&mac, key, algorithm), PSA_SUCCESS);
  EXPECT_EQ(psa_mac_update(&mac, text, LONG), PSA_SUCCESS);
  EXPECT_EQ(psa_mac_verify_finish(&mac, digest, size), PSA_SUCCESS);
  text[0] ^= 1;
  EXPECT_EQ(psa_mac_verify(key, algorithm, text, LONG, digest, size), PSA_ERROR_INVALID_SIGNATURE);
  EXPECT_EQ(psa_mac_compute(key, algorithm, text, LONG, result, size - 1, &length), PSA_ERROR_BUFFER_TOO_SMALL);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

/* Encrypts the text, `step` bytes a call. Returns the number of bytes. */
static size_t encrypt(psa_key_id_t key, psa_algorithm_t algorithm, size_t step, uint8_t* to) {
  psa_cipher_operation_t cipher = PSA_CIPHER_OPERATION_INIT;
  size_t done = 0;
  EXPECT_EQ(psa_cipher_encrypt_setup(&cipher, key, algorithm), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_set_iv(&cipher, nonce, sizeof nonce), PSA_SUCCESS);
  for (size_t at = 0; at < LONG; at += step) {
    const size_t size = LONG - at < step ? LONG - at : step;
    EXPECT_EQ(psa_cipher_update(&cipher, text + at, size, to + done, LONG + BLOCK - done, &length), PSA_SUCCESS);
    done += length;
  }
  EXPECT_EQ(psa_cipher_finish(&cipher, to + done, LONG + BLOCK - done, &length), PSA_SUCCESS);
  return done + length;
}

STORY(long_data_is_encrypted_and_decrypted_as_its_parts_are, "SLS-1 READ-6 WRITE-2") {
  const psa_algorithm_t algorithm = PSA_ALG_CBC_PKCS7; /* which holds back what is no whole block */
  const psa_key_id_t key =
      key_of(PSA_KEY_TYPE_AES, algorithm, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT, key_bytes);
  psa_cipher_operation_t cipher = PSA_CIPHER_OPERATION_INIT;
  write_text();
  const size_t size = encrypt(key, algorithm, STEP, expected);
  EXPECT_EQ(size, (LONG / BLOCK + 1) * BLOCK);
  EXPECT_EQ(encrypt(key, algorithm, LONG, result), size);
  EXPECT_EQ(memcmp(result, expected, size), 0);
  EXPECT_EQ(encrypt(key, algorithm, LONG - 5, result), size);
  EXPECT_EQ(memcmp(result, expected, size), 0);
  EXPECT_EQ(psa_cipher_decrypt_setup(&cipher, key, algorithm), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_set_iv(&cipher, nonce, sizeof nonce), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_update(&cipher, result, size, result, sizeof result, &length), PSA_SUCCESS); /* in place */
  const size_t done = length;
  EXPECT_EQ(psa_cipher_finish(&cipher, result + done, sizeof result - done, &length), PSA_SUCCESS);
  EXPECT_EQ(done + length, LONG);
  EXPECT_EQ(memcmp(result, text, LONG), 0);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

STORY(long_data_is_authenticated_and_encrypted_as_its_parts_are, "SLS-1 READ-6 WRITE-2") {
  const psa_key_id_t key = key_of(PSA_KEY_TYPE_AES, PSA_ALG_GCM, PSA_KEY_USAGE_ENCRYPT, key_bytes);
  uint8_t tags[2][BLOCK];
  size_t tag_size = 0;
  write_text();
  for (size_t i = 0; i < 2; i++) {
    psa_aead_operation_t aead = PSA_AEAD_OPERATION_INIT;
    uint8_t* const to = i == 0 ? expected : result;
    EXPECT_EQ(psa_aead_encrypt_setup(&aead, key, PSA_ALG_GCM), PSA_SUCCESS);
    EXPECT_EQ(psa_aead_set_nonce(&aead, nonce, 12), PSA_SUCCESS);
    for (size_t at = 0, step; at < LONG; at += step) {
      step = i == 0 ? step_at(at) : LONG;
      EXPECT_EQ(psa_aead_update_ad(&aead, text + at, step), PSA_SUCCESS);
    }
    for (size_t at = 0, step; at < LONG; at += step) {
      step = i == 0 ? step_at(at) : LONG;
      EXPECT_EQ(psa_aead_update(&aead, text + at, step, to + at, LONG - at, &length), PSA_SUCCESS);
      EXPECT_EQ(length, step);
    }
    EXPECT_EQ(psa_aead_finish(&aead, NULL, 0, &length, tags[i], BLOCK, &tag_size), PSA_SUCCESS);
  }
  EXPECT_EQ(memcmp(result, expected, LONG), 0);
  EXPECT_EQ(memcmp(tags[0], tags[1], BLOCK), 0);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

STORY(an_output_that_is_too_small_for_long_data_is_refused, "SLS-1") {
  const psa_key_id_t key = key_of(PSA_KEY_TYPE_AES, PSA_ALG_CTR, PSA_KEY_USAGE_ENCRYPT, key_bytes);
  psa_cipher_operation_t cipher = PSA_CIPHER_OPERATION_INIT;
  result[LONG - 1] = 0x5A;
  EXPECT_EQ(psa_cipher_encrypt_setup(&cipher, key, PSA_ALG_CTR), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_set_iv(&cipher, nonce, sizeof nonce), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_update(&cipher, text, LONG, result, LONG - 1, &length), PSA_ERROR_BUFFER_TOO_SMALL);
  EXPECT_EQ(length, 0);
  EXPECT_EQ(result[LONG - 1], 0x5A);
  EXPECT_EQ(psa_cipher_update(&cipher, text, 1, result, 1, &length), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_cipher_abort(&cipher), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

static int are_same(const uint8_t* one, const uint8_t* other) { return memcmp(one, other, BLOCK) == 0; }

STORY(random_numbers_have_any_length, "SLS-1 WRITE-2") {
  memset(result, 0, sizeof result);
  EXPECT_EQ(psa_generate_random(result, LONG), PSA_SUCCESS);
  for (size_t at = BLOCK; at + BLOCK <= LONG; at += BLOCK) {
    EXPECT(!are_same(result, result + at)); /* no piece comes again */
  }
  EXPECT(!are_same(result + LONG - BLOCK, (const uint8_t[BLOCK]){0}));
  EXPECT(are_same(result + LONG, (const uint8_t[BLOCK]){0}));
}

static void begin_derivation(psa_key_derivation_operation_t* derivation, psa_key_id_t key) {
  EXPECT_EQ(psa_key_derivation_setup(derivation, PSA_ALG_HKDF(PSA_ALG_SHA_256)), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_input_key(derivation, PSA_KEY_DERIVATION_INPUT_SECRET, key), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_input_bytes(derivation, PSA_KEY_DERIVATION_INPUT_INFO, NULL, 0), PSA_SUCCESS);
}

STORY(derived_bytes_have_any_length_up_to_the_capacity, "SLS-1 WRITE-2") {
  enum { CAPACITY = 255 * 32 };
  const psa_key_id_t key = key_of(PSA_KEY_TYPE_DERIVE, PSA_ALG_HKDF(PSA_ALG_SHA_256), PSA_KEY_USAGE_DERIVE, key_bytes);
  psa_key_derivation_operation_t derivation = PSA_KEY_DERIVATION_OPERATION_INIT;
  begin_derivation(&derivation, key);
  for (size_t at = 0; at < CAPACITY; at += STEP) {
    const size_t size = CAPACITY - at < STEP ? CAPACITY - at : STEP;
    EXPECT_EQ(psa_key_derivation_output_bytes(&derivation, expected + at, size), PSA_SUCCESS);
  }
  EXPECT_EQ(psa_key_derivation_abort(&derivation), PSA_SUCCESS);
  begin_derivation(&derivation, key);
  EXPECT_EQ(psa_key_derivation_output_bytes(&derivation, result, CAPACITY), PSA_SUCCESS);
  EXPECT_EQ(memcmp(result, expected, CAPACITY), 0);
  EXPECT_EQ(psa_key_derivation_output_bytes(&derivation, result, 1), PSA_ERROR_INSUFFICIENT_DATA);
  EXPECT_EQ(psa_key_derivation_abort(&derivation), PSA_SUCCESS);
  begin_derivation(&derivation, key);
  memset(result, 0, sizeof result);
  EXPECT_EQ(psa_key_derivation_output_bytes(&derivation, result, CAPACITY + 1), PSA_ERROR_INSUFFICIENT_DATA);
  EXPECT(are_same(result, (const uint8_t[BLOCK]){0}));
  EXPECT_EQ(psa_key_derivation_output_bytes(&derivation, result, 1), PSA_ERROR_INSUFFICIENT_DATA);
  EXPECT_EQ(psa_key_derivation_abort(&derivation), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

/* What others would wait for too long. */
STORY(the_iterations_of_a_derivation_are_limited, "SLS-1") {
  psa_key_derivation_operation_t derivation = PSA_KEY_DERIVATION_OPERATION_INIT;
  const struct {
    uint64_t cost;
    psa_status_t status;
    size_t capacity;
  } cases[] = {{CRYPTO_PBKDF2_ITERATIONS, PSA_SUCCESS, 64},
               {CRYPTO_PBKDF2_ITERATIONS / 4, PSA_SUCCESS, 256},
               {CRYPTO_PBKDF2_ITERATIONS + 1, PSA_ERROR_NOT_SUPPORTED, 0},
               {UINT64_MAX, PSA_ERROR_NOT_SUPPORTED, 0},
               {0, PSA_ERROR_INVALID_ARGUMENT, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    EXPECT_EQ(psa_key_derivation_setup(&derivation, PSA_ALG_PBKDF2_HMAC(PSA_ALG_SHA_256)), PSA_SUCCESS);
    EXPECT_EQ(psa_key_derivation_input_integer(&derivation, PSA_KEY_DERIVATION_INPUT_COST, cases[i].cost),
              cases[i].status);
    const int is_open = cases[i].status == PSA_SUCCESS;
    EXPECT_EQ(psa_key_derivation_get_capacity(&derivation, &length), is_open ? PSA_SUCCESS : PSA_ERROR_BAD_STATE);
    EXPECT_EQ(length, cases[i].capacity);
    EXPECT_EQ(psa_key_derivation_abort(&derivation), PSA_SUCCESS);
  }
}

/* These need all of their data at one time. */
STORY(other_functions_refuse_what_does_not_fit_into_the_buffer, "SLS-1") {
  const psa_key_usage_t usage = PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT;
  const psa_key_id_t ctr = key_of(PSA_KEY_TYPE_AES, PSA_ALG_CTR, usage, key_bytes);
  const psa_key_id_t gcm = key_of(PSA_KEY_TYPE_AES, PSA_ALG_GCM, usage, key_bytes);
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t key = 0;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  const psa_status_t statuses[] = {
      psa_cipher_encrypt(ctr, PSA_ALG_CTR, text, LONG, result, sizeof result, &length),
      psa_cipher_decrypt(ctr, PSA_ALG_CTR, text, LONG, result, sizeof result, &length),
      psa_aead_encrypt(gcm, PSA_ALG_GCM, nonce, 12, NULL, 0, text, LONG, result, sizeof result, &length),
      psa_aead_decrypt(gcm, PSA_ALG_GCM, nonce, 12, NULL, 0, text, LONG, result, sizeof result, &length),
      psa_sign_message(ctr, PSA_ALG_ECDSA(PSA_ALG_SHA_256), text, LONG, result, sizeof result, &length),
      psa_verify_message(ctr, PSA_ALG_ECDSA(PSA_ALG_SHA_256), text, LONG, nonce, sizeof nonce),
      psa_import_key(&attributes, text, LONG, &key),
  };
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
    EXPECT_EQ(statuses[i], PSA_ERROR_INSUFFICIENT_MEMORY);
  }
  EXPECT_EQ(psa_cipher_encrypt(ctr, PSA_ALG_CTR, text, 5100, result, sizeof result, &length),
            PSA_ERROR_INSUFFICIENT_MEMORY); /* its output does not fit */
  EXPECT_EQ(psa_hash_compute(PSA_ALG_SHA_256, (const uint8_t*)"abc", 3, result, sizeof result, &length), PSA_SUCCESS);
  EXPECT_HEX(result, length, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(psa_destroy_key(ctr), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(gcm), PSA_SUCCESS);
}

const struct story length_stories[] = {
    TOLD(a_hash_of_long_data_is_that_of_its_parts),
    TOLD(a_mac_of_long_data_is_that_of_its_parts),
    TOLD(long_data_is_encrypted_and_decrypted_as_its_parts_are),
    TOLD(long_data_is_authenticated_and_encrypted_as_its_parts_are),
    TOLD(an_output_that_is_too_small_for_long_data_is_refused),
    TOLD(random_numbers_have_any_length),
    TOLD(derived_bytes_have_any_length_up_to_the_capacity),
    TOLD(the_iterations_of_a_derivation_are_limited),
    TOLD(other_functions_refuse_what_does_not_fit_into_the_buffer),
};
const size_t length_story_count = sizeof length_stories / sizeof length_stories[0];
