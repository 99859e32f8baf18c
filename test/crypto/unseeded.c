// SPDX-License-Identifier: Apache-2.0

/* The Crypto service without a seed: what needs random numbers is refused, and the rest works. */
#include "bytes.h"

enum { HASH_SIZE = 32 };

STORY(what_needs_random_numbers_is_refused, "SLS-1") {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  uint8_t bytes[HASH_SIZE] = {0};
  psa_key_id_t key = 0;
  size_t length = 0;
  EXPECT_EQ(psa_generate_random(bytes, sizeof bytes), PSA_ERROR_INSUFFICIENT_ENTROPY);
  psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
  psa_set_key_bits(&attributes, 128);
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_ERROR_INSUFFICIENT_ENTROPY);
  const psa_key_id_t cbc =
      key_of(PSA_KEY_TYPE_AES, PSA_ALG_CBC_PKCS7, PSA_KEY_USAGE_ENCRYPT, "000102030405060708090a0b0c0d0e0f");
  EXPECT_EQ(psa_cipher_encrypt(cbc, PSA_ALG_CBC_PKCS7, bytes, 1, bytes, sizeof bytes, &length),
            PSA_ERROR_INSUFFICIENT_ENTROPY);
  EXPECT_EQ(psa_destroy_key(cbc), PSA_SUCCESS);
  for (size_t i = 0; i < sizeof bytes; i++) {
    EXPECT_EQ(bytes[i], 0);
  }
}

STORY(what_needs_none_works, "SLS-1") {
  uint8_t hash[HASH_SIZE];
  size_t length = 0;
  EXPECT_EQ(psa_hash_compute(PSA_ALG_SHA_256, (const uint8_t*)"abc", 3, hash, sizeof hash, &length), PSA_SUCCESS);
  EXPECT_HEX(hash, length, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

STORY(without_storage_no_key_is_persistent, "SLS-1") {
  static const uint8_t secret[16] = {1};
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t key = 0;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  psa_set_key_id(&attributes, 1);
  EXPECT_EQ(psa_import_key(&attributes, secret, sizeof secret, &key), PSA_ERROR_DATA_INVALID);
  EXPECT_EQ(psa_open_key(1, &key), PSA_ERROR_DOES_NOT_EXIST);
}

int main(void) {
  static const struct story stories[] = {TOLD(what_needs_random_numbers_is_refused), TOLD(what_needs_none_works),
                                         TOLD(without_storage_no_key_is_persistent)};
  run_stories("crypto_unseeded", stories, sizeof stories / sizeof stories[0]);
}
