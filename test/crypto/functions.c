// SPDX-License-Identifier: Apache-2.0

/* Every function with wrong arguments, and messages that no client library sends. */
#include <string.h>

#include "bytes.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_crypto_defs.h"

static const psa_key_id_t no_key = 0x3FFF0000; /* no key has this id */
static uint8_t data[64];
static const uint8_t other[64]; /* inputs of one call must not overlap (MEM-10) */
static size_t length;
static psa_key_id_t new_key;

STORY(a_key_that_does_not_exist_is_refused_by_every_function, "SLS-1") {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_mac_operation_t mac = PSA_MAC_OPERATION_INIT;
  psa_cipher_operation_t cipher = PSA_CIPHER_OPERATION_INIT;
  psa_aead_operation_t aead = PSA_AEAD_OPERATION_INIT;
  const psa_algorithm_t hmac = PSA_ALG_HMAC(PSA_ALG_SHA_256);
  const psa_algorithm_t ecdsa = PSA_ALG_ECDSA(PSA_ALG_SHA_256);
  const psa_status_t statuses[] = {
      psa_copy_key(no_key, &attributes, &new_key),
      psa_destroy_key(no_key),
      psa_close_key(no_key),
      psa_get_key_attributes(no_key, &attributes),
      psa_export_key(no_key, data, sizeof data, &length),
      psa_export_public_key(no_key, data, sizeof data, &length),
      psa_mac_compute(no_key, hmac, data, 1, data, sizeof data, &length),
      psa_mac_verify(no_key, hmac, data, 1, other, 32),
      psa_mac_sign_setup(&mac, no_key, hmac),
      psa_mac_verify_setup(&mac, no_key, hmac),
      psa_cipher_encrypt(no_key, PSA_ALG_CTR, data, 1, data, sizeof data, &length),
      psa_cipher_decrypt(no_key, PSA_ALG_CTR, data, 16, data, sizeof data, &length),
      psa_cipher_encrypt_setup(&cipher, no_key, PSA_ALG_CTR),
      psa_cipher_decrypt_setup(&cipher, no_key, PSA_ALG_CTR),
      psa_aead_encrypt(no_key, PSA_ALG_GCM, data, 12, NULL, 0, data, 1, data, sizeof data, &length),
      psa_aead_decrypt(no_key, PSA_ALG_GCM, data, 12, NULL, 0, data, 17, data, sizeof data, &length),
      psa_aead_encrypt_setup(&aead, no_key, PSA_ALG_GCM),
      psa_aead_decrypt_setup(&aead, no_key, PSA_ALG_GCM),
      psa_sign_message(no_key, ecdsa, data, 1, data, sizeof data, &length),
      psa_verify_message(no_key, ecdsa, data, 1, other, 64),
      psa_sign_hash(no_key, ecdsa, data, 32, data, sizeof data, &length),
      psa_verify_hash(no_key, ecdsa, data, 32, other, 64),
      psa_asymmetric_encrypt(no_key, PSA_ALG_RSA_PKCS1V15_CRYPT, data, 1, NULL, 0, data, sizeof data, &length),
      psa_asymmetric_decrypt(no_key, PSA_ALG_RSA_PKCS1V15_CRYPT, data, 1, NULL, 0, data, sizeof data, &length),
      psa_raw_key_agreement(PSA_ALG_ECDH, no_key, data, 1, data, sizeof data, &length),
  };
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
    EXPECT_EQ(statuses[i], PSA_ERROR_INVALID_HANDLE);
  }
  EXPECT_EQ(psa_purge_key(no_key), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(mac.handle | cipher.handle | aead.handle, 0); /* a setup that fails leaves no operation */
}

STORY(an_operation_that_was_not_set_up_is_refused_by_every_function, "SLS-1") {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  psa_hash_operation_t clone = PSA_HASH_OPERATION_INIT;
  psa_mac_operation_t mac = PSA_MAC_OPERATION_INIT;
  psa_cipher_operation_t cipher = PSA_CIPHER_OPERATION_INIT;
  psa_aead_operation_t aead = PSA_AEAD_OPERATION_INIT;
  psa_key_derivation_operation_t kdf = PSA_KEY_DERIVATION_OPERATION_INIT;
  const psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  const psa_custom_key_parameters_t custom = PSA_CUSTOM_KEY_PARAMETERS_INIT;
  const psa_key_derivation_step_t step = PSA_KEY_DERIVATION_INPUT_SECRET;
  size_t tag = 0;
  const psa_status_t statuses[] = {
      psa_hash_update(&hash, data, 1),
      psa_hash_finish(&hash, data, sizeof data, &length),
      psa_hash_verify(&hash, data, 32),
      psa_hash_clone(&hash, &clone),
      psa_mac_update(&mac, data, 1),
      psa_mac_sign_finish(&mac, data, sizeof data, &length),
      psa_mac_verify_finish(&mac, data, 32),
      psa_cipher_generate_iv(&cipher, data, sizeof data, &length),
      psa_cipher_set_iv(&cipher, data, 16),
      psa_cipher_update(&cipher, data, 1, data, sizeof data, &length),
      psa_cipher_finish(&cipher, data, sizeof data, &length),
      psa_aead_generate_nonce(&aead, data, sizeof data, &length),
      psa_aead_set_nonce(&aead, data, 12),
      psa_aead_set_lengths(&aead, 1, 1),
      psa_aead_update_ad(&aead, data, 1),
      psa_aead_update(&aead, data, 1, data, sizeof data, &length),
      psa_aead_finish(&aead, data, 16, &length, data + 16, 16, &tag),
      psa_aead_verify(&aead, data, sizeof data, &length, data, 16),
      psa_key_derivation_get_capacity(&kdf, &length),
      psa_key_derivation_set_capacity(&kdf, 1),
      psa_key_derivation_input_bytes(&kdf, step, data, 1),
      psa_key_derivation_input_integer(&kdf, PSA_KEY_DERIVATION_INPUT_COST, 1),
      psa_key_derivation_input_key(&kdf, step, no_key),
      psa_key_derivation_key_agreement(&kdf, step, no_key, data, 1),
      psa_key_derivation_output_bytes(&kdf, data, 1),
      psa_key_derivation_output_key(&attributes, &kdf, &new_key),
      psa_key_derivation_output_key_custom(&attributes, &kdf, &custom, NULL, 0, &new_key),
  };
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
    EXPECT_EQ(statuses[i], PSA_ERROR_BAD_STATE);
  }
  EXPECT_EQ(psa_hash_abort(&hash), PSA_SUCCESS);
  EXPECT_EQ(psa_mac_abort(&mac), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_abort(&cipher), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_abort(&aead), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_abort(&kdf), PSA_SUCCESS);
}

STORY(an_operation_in_progress_cannot_be_set_up_again, "SLS-1") {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  psa_key_derivation_operation_t kdf = PSA_KEY_DERIVATION_OPERATION_INIT;
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_hash_clone(&hash, &hash), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_hash_update(&hash, data, 1), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_abort(&hash), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_setup(&kdf, PSA_ALG_HKDF(PSA_ALG_SHA_256)), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_setup(&kdf, PSA_ALG_HKDF(PSA_ALG_SHA_256)), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_key_derivation_abort(&kdf), PSA_SUCCESS);
}

STORY(wrong_algorithms_and_attributes_are_refused, "SLS-1") {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  psa_key_derivation_operation_t kdf = PSA_KEY_DERIVATION_OPERATION_INIT;
  const psa_custom_key_parameters_t custom = {.flags = 1};
  EXPECT_EQ(psa_crypto_init(), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_compute(PSA_ALG_MD5, data, 1, data, sizeof data, &length), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_CTR), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_key_derivation_setup(&kdf, PSA_ALG_SHA_256), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_generate_key(&attributes, &new_key), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_import_key(&attributes, data, 16, &new_key), PSA_ERROR_NOT_SUPPORTED);
  psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
  EXPECT_EQ(psa_import_key(&attributes, data, 15, &new_key), PSA_ERROR_INVALID_ARGUMENT);
  psa_set_key_bits(&attributes, 128);
  EXPECT_EQ(psa_generate_key_custom(&attributes, &custom, NULL, 0, &new_key), PSA_ERROR_INVALID_ARGUMENT);
  psa_set_key_id(&attributes, PSA_KEY_ID_VENDOR_MAX);
  EXPECT_EQ(psa_generate_key(&attributes, &new_key), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_open_key(1, &new_key), PSA_ERROR_DOES_NOT_EXIST);
}

STORY(vectors_and_nonces_are_generated_and_of_the_right_size, "SLS-1") {
  const psa_key_usage_t usage = PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT;
  const psa_key_id_t cbc = key_of(PSA_KEY_TYPE_AES, PSA_ALG_CBC_NO_PADDING, usage, "000102030405060708090a0b0c0d0e0f");
  const psa_key_id_t gcm = key_of(PSA_KEY_TYPE_AES, PSA_ALG_GCM, usage, "000102030405060708090a0b0c0d0e0f");
  psa_cipher_operation_t cipher = PSA_CIPHER_OPERATION_INIT;
  psa_aead_operation_t aead = PSA_AEAD_OPERATION_INIT;
  EXPECT_EQ(psa_cipher_encrypt_setup(&cipher, cbc, PSA_ALG_CBC_NO_PADDING), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_generate_iv(&cipher, data, 15, &length), PSA_ERROR_BUFFER_TOO_SMALL);
  EXPECT_EQ(psa_cipher_abort(&cipher), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_encrypt_setup(&cipher, cbc, PSA_ALG_CBC_NO_PADDING), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_generate_iv(&cipher, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 16);
  EXPECT_EQ(psa_cipher_abort(&cipher), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_encrypt_setup(&cipher, cbc, PSA_ALG_CBC_NO_PADDING), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_set_iv(&cipher, data, 15), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_cipher_abort(&cipher), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_encrypt_setup(&aead, gcm, PSA_ALG_GCM), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_generate_nonce(&aead, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 12);
  EXPECT_EQ(psa_aead_set_nonce(&aead, data, 12), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_aead_abort(&aead), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_encrypt(gcm, PSA_ALG_GCM, data, 29, NULL, 0, data, 1, data, sizeof data, &length),
            PSA_ERROR_NOT_SUPPORTED); /* longer than a request */
  EXPECT_EQ(psa_destroy_key(cbc), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(gcm), PSA_SUCCESS);
}

STORY(an_output_that_is_too_small_is_refused, "SLS-1") {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  const psa_key_id_t key = key_of(PSA_KEY_TYPE_RAW_DATA, PSA_ALG_NONE, PSA_KEY_USAGE_EXPORT, "0102030405060708");
  EXPECT_EQ(psa_hash_compute(PSA_ALG_SHA_256, data, 1, data, 31, &length), PSA_ERROR_BUFFER_TOO_SMALL);
  EXPECT_EQ(psa_export_key(key, data, 7, &length), PSA_ERROR_BUFFER_TOO_SMALL);
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_finish(&hash, data, 31, &length), PSA_ERROR_BUFFER_TOO_SMALL);
  EXPECT_EQ(psa_hash_update(&hash, data, 1), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_hash_abort(&hash), PSA_SUCCESS);
  EXPECT_EQ(psa_purge_key(key), PSA_SUCCESS);
  EXPECT_EQ(psa_export_key(key, data, sizeof data, &length), PSA_SUCCESS); /* a volatile key stays */
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

/* The specification: PSA_KEY_ID_NULL, and attributes as after an initialisation. */
STORY(a_function_that_fails_returns_no_key_no_attributes_and_no_length, "SLS-1") {
  const psa_key_attributes_t empty = PSA_KEY_ATTRIBUTES_INIT;
  const psa_custom_key_parameters_t custom = PSA_CUSTOM_KEY_PARAMETERS_INIT;
  psa_key_derivation_operation_t kdf = PSA_KEY_DERIVATION_OPERATION_INIT;
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t keys[] = {1, 1, 1, 1, 1, 1, 1, 1};
  size_t capacity = 1;
  size_t i = 0;
  EXPECT_EQ(psa_import_key(&empty, data, 16, &keys[i++]), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_generate_key(&empty, &keys[i++]), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_generate_key_custom(&empty, &custom, NULL, 0, &keys[i++]), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_copy_key(no_key, &empty, &keys[i++]), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(psa_open_key(1, &keys[i++]), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(psa_key_agreement(no_key, data, 1, PSA_ALG_ECDH, &empty, &keys[i++]), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_key_derivation_output_key(&empty, &kdf, &keys[i++]), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(psa_key_derivation_output_key_custom(&empty, &kdf, &custom, NULL, 0, &keys[i++]), PSA_ERROR_BAD_STATE);
  while (i-- > 0) {
    EXPECT_EQ(keys[i], PSA_KEY_ID_NULL);
  }
  EXPECT_EQ(psa_key_derivation_get_capacity(&kdf, &capacity), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(capacity, 0);
  psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
  psa_set_key_id(&attributes, 1);
  EXPECT_EQ(psa_get_key_attributes(no_key, &attributes), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(memcmp(&attributes, &empty, sizeof empty), 0);
  length = 1;
  EXPECT_EQ(psa_export_key(no_key, data, sizeof data, &length), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(length, 0);
  length = 1;
  EXPECT_EQ(psa_aead_encrypt(no_key, PSA_ALG_GCM, other, 12, data, 8, data + 4, 8, data, sizeof data, &length),
            PSA_ERROR_PROGRAMMER_ERROR); /* the kernel refuses the call: its inputs overlap */
  EXPECT_EQ(length, 0);
}

STORY(attributes_can_be_reset, "SLS-1") {
  const psa_key_attributes_t empty = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
  psa_set_key_bits(&attributes, 128);
  psa_set_key_id(&attributes, 1);
  psa_set_key_algorithm(&attributes, PSA_ALG_CTR);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_EXPORT);
  psa_reset_key_attributes(&attributes);
  EXPECT_EQ(memcmp(&attributes, &empty, sizeof empty), 0);
}

STORY(what_the_library_lacks_is_not_supported, "SLS-1") {
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  const psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_derivation_operation_t kdf = PSA_KEY_DERIVATION_OPERATION_INIT;
  EXPECT_EQ(psa_hash_resume(&hash, data, 1), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_suspend(&hash, data, sizeof data, &length), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_hash_abort(&hash), PSA_SUCCESS);
  EXPECT_EQ(psa_key_agreement(no_key, data, 1, PSA_ALG_ECDH, &attributes, &new_key), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_key_derivation_setup(&kdf, PSA_ALG_HKDF(PSA_ALG_SHA_256)), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_verify_bytes(&kdf, data, 1), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_key_derivation_verify_key(&kdf, no_key), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(psa_key_derivation_abort(&kdf), PSA_SUCCESS);
}

STORY(a_password_authenticated_key_exchange_is_not_supported, "SLS-1") {
  const psa_pake_cipher_suite_t suite = PSA_PAKE_CIPHER_SUITE_INIT;
  const psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_pake_operation_t pake = PSA_PAKE_OPERATION_INIT;
  psa_key_derivation_operation_t kdf = PSA_KEY_DERIVATION_OPERATION_INIT;
  const psa_status_t statuses[] = {
      psa_pake_setup(&pake, &suite),
      psa_pake_set_password_key(&pake, no_key),
      psa_pake_set_user(&pake, data, 1),
      psa_pake_set_peer(&pake, data, 1),
      psa_pake_set_role(&pake, PSA_PAKE_ROLE_CLIENT),
      psa_pake_set_context(&pake, data, 1),
      psa_pake_output(&pake, PSA_PAKE_STEP_KEY_SHARE, data, sizeof data, &length),
      psa_pake_input(&pake, PSA_PAKE_STEP_KEY_SHARE, data, 1),
      psa_pake_get_implicit_key(&pake, &kdf),
      psa_pake_get_shared_key(&pake, &attributes, &new_key),
  };
  for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
    EXPECT_EQ(statuses[i], PSA_ERROR_NOT_SUPPORTED);
  }
  EXPECT_EQ(psa_pake_abort(&pake), PSA_SUCCESS);
}

STORY(an_input_and_an_output_may_be_one_buffer, "SLS-1") {
  const psa_key_usage_t usage = PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT;
  const psa_key_id_t cbc = key_of(PSA_KEY_TYPE_AES, PSA_ALG_CBC_PKCS7, usage, "000102030405060708090a0b0c0d0e0f");
  const psa_key_id_t gcm = key_of(PSA_KEY_TYPE_AES, PSA_ALG_GCM, usage, "000102030405060708090a0b0c0d0e0f");
  const struct bytes text = bytes_of("00112233445566778899aabbccddeeff0011");
  memcpy(data, text.at, text.length);
  EXPECT_EQ(psa_cipher_encrypt(cbc, PSA_ALG_CBC_PKCS7, data, text.length, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT_EQ(length, 48); /* the vector is in front, so input and output are not at the same place */
  EXPECT_EQ(psa_cipher_decrypt(cbc, PSA_ALG_CBC_PKCS7, data, length, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT(length == text.length && memcmp(data, text.at, length) == 0);
  EXPECT_EQ(psa_aead_encrypt(gcm, PSA_ALG_GCM, other, 12, other, 1, data, length, data, sizeof data, &length),
            PSA_SUCCESS);
  EXPECT_EQ(length, text.length + 16);
  EXPECT_EQ(psa_aead_decrypt(gcm, PSA_ALG_GCM, other, 12, other, 1, data, length, data, sizeof data, &length),
            PSA_SUCCESS);
  EXPECT(length == text.length && memcmp(data, text.at, length) == 0);
  EXPECT_EQ(psa_hash_compute(PSA_ALG_SHA_256, data, 3, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT_HEX(data, length, "26320e0ae7028efb6bf710654a0ed53cfcae1e5ca1e7f69d8a9dce02cfac2960");
  EXPECT_EQ(psa_destroy_key(cbc), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(gcm), PSA_SUCCESS);
}

STORY(an_input_of_no_bytes_needs_no_address, "SLS-1") {
  const psa_key_id_t gcm =
      key_of(PSA_KEY_TYPE_AES, PSA_ALG_GCM, PSA_KEY_USAGE_ENCRYPT, "00000000000000000000000000000000");
  const psa_key_id_t hmac = key_of(PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_256), PSA_KEY_USAGE_SIGN_MESSAGE, "00");
  psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  EXPECT_EQ(psa_hash_compute(PSA_ALG_SHA_256, NULL, 0, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT_HEX(data, length, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(psa_hash_setup(&hash, PSA_ALG_SHA_256), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_update(&hash, NULL, 0), PSA_SUCCESS);
  EXPECT_EQ(psa_hash_verify(&hash, data, length), PSA_SUCCESS);
  EXPECT_EQ(psa_mac_compute(hmac, PSA_ALG_HMAC(PSA_ALG_SHA_256), NULL, 0, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT_HEX(data, length, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  EXPECT_EQ(psa_aead_encrypt(gcm, PSA_ALG_GCM, other, 12, NULL, 0, NULL, 0, data, sizeof data, &length), PSA_SUCCESS);
  EXPECT_HEX(data, length, "58e2fccefa7e3061367f1d57a4e7455a"); /* NIST's test case 1 */
  EXPECT_EQ(psa_generate_random(NULL, 0), PSA_SUCCESS);
  psa_set_key_type(&attributes, PSA_KEY_TYPE_RAW_DATA);
  EXPECT_EQ(psa_import_key(&attributes, NULL, 0, &new_key), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(psa_destroy_key(gcm), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(hmac), PSA_SUCCESS);
}

/* Calls that the client library does not make. */
static psa_status_t send(int32_t type, size_t request, size_t ins, size_t outs) {
  static const uint8_t zeros[64];
  static uint8_t outputs[3][64];
  const psa_invec in[] = {{zeros, request}, {zeros, 1}, {zeros, 1}, {zeros, 1}};
  psa_outvec out[] = {{outputs[0], 1}, {outputs[1], 1}, {outputs[2], 1}};
  return psa_call(TFM_CRYPTO_HANDLE, type, in, ins, out, outs);
}

STORY(a_message_with_other_vectors_than_its_function_has_is_a_programmer_error, "SLS-9") {
  EXPECT_EQ(send(TFM_CRYPTO_FUNCTION_COUNT, 16, 1, 0), PSA_ERROR_NOT_SUPPORTED);
  EXPECT_EQ(send(INT16_MAX, 16, 1, 0), PSA_ERROR_NOT_SUPPORTED);
  for (int32_t function = 0; function < TFM_CRYPTO_FUNCTION_COUNT; function++) {
    EXPECT_EQ(send(function, 0, 0, 0), PSA_ERROR_PROGRAMMER_ERROR);
    EXPECT_EQ(send(function, 15, 1, 0), PSA_ERROR_PROGRAMMER_ERROR);
    EXPECT_EQ(send(function, 64, 1, 0), PSA_ERROR_PROGRAMMER_ERROR);
    EXPECT_EQ(send(function, 16, 4, 0), PSA_ERROR_PROGRAMMER_ERROR);
    EXPECT_EQ(send(function, 16, 1, 3), PSA_ERROR_PROGRAMMER_ERROR);
  }
  EXPECT_EQ(send(TFM_CRYPTO_get_key_attributes, 16, 1, 1), PSA_ERROR_PROGRAMMER_ERROR);
}

const struct story function_stories[] = {
    TOLD(a_key_that_does_not_exist_is_refused_by_every_function),
    TOLD(an_operation_that_was_not_set_up_is_refused_by_every_function),
    TOLD(an_operation_in_progress_cannot_be_set_up_again),
    TOLD(wrong_algorithms_and_attributes_are_refused),
    TOLD(vectors_and_nonces_are_generated_and_of_the_right_size),
    TOLD(an_output_that_is_too_small_is_refused),
    TOLD(a_function_that_fails_returns_no_key_no_attributes_and_no_length),
    TOLD(attributes_can_be_reset),
    TOLD(what_the_library_lacks_is_not_supported),
    TOLD(a_password_authenticated_key_exchange_is_not_supported),
    TOLD(an_input_and_an_output_may_be_one_buffer),
    TOLD(an_input_of_no_bytes_needs_no_address),
    TOLD(a_message_with_other_vectors_than_its_function_has_is_a_programmer_error),
};
const size_t function_story_count = sizeof function_stories / sizeof function_stories[0];
