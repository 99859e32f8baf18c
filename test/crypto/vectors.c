// SPDX-License-Identifier: Apache-2.0

/* Published test vectors of hashes, MACs, ciphers and authenticated encryption. */
#include <string.h>

#include "bytes.h"

enum { BLOCK = 16, MOST_OUTPUT = 160 };

/* FIPS 180-4, examples. */
#define LONG_TEXT \
  "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
static const struct {
  psa_algorithm_t algorithm;
  const char* text;
  const char* hash;
} hashes[] = {
    {PSA_ALG_SHA_256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {PSA_ALG_SHA_1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {PSA_ALG_SHA_224, "abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"},
    {PSA_ALG_SHA_256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {PSA_ALG_SHA_256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {PSA_ALG_SHA_384, "abc",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"},
    {PSA_ALG_SHA_512, "abc",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2"
     "a"
     "9ac94fa54ca49f"},
    {PSA_ALG_SHA_384, LONG_TEXT,
     "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039"},
    {PSA_ALG_SHA_512, LONG_TEXT,
     "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545"
     "e96e55b874be909"},
};

STORY(hashes_are_those_of_FIPS_180, "SLS-1") {
  for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
    const uint8_t* const text = (const uint8_t*)hashes[i].text;
    const size_t size = strlen(hashes[i].text);
    uint8_t hash[PSA_HASH_MAX_SIZE];
    size_t length = 0;
    EXPECT_EQ(psa_hash_compute(hashes[i].algorithm, text, size, hash, sizeof hash, &length), PSA_SUCCESS);
    EXPECT_HEX(hash, length, hashes[i].hash);
    EXPECT_EQ(psa_hash_compare(hashes[i].algorithm, text, size, hash, length), PSA_SUCCESS);
    hash[length - 1] ^= 1;
    EXPECT_EQ(psa_hash_compare(hashes[i].algorithm, text, size, hash, length), PSA_ERROR_INVALID_SIGNATURE);
  }
}

STORY(a_hash_in_pieces_and_its_clone_are_the_hash_of_the_whole, "SLS-1") {
  for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
    psa_hash_operation_t hashing = PSA_HASH_OPERATION_INIT;
    psa_hash_operation_t clone = PSA_HASH_OPERATION_INIT;
    EXPECT_EQ(psa_hash_setup(&hashing, hashes[i].algorithm), PSA_SUCCESS);
    const size_t half = strlen(hashes[i].text) / 2;
    EXPECT_EQ(psa_hash_update(&hashing, (const uint8_t*)hashes[i].text, half), PSA_SUCCESS);
    EXPECT_EQ(psa_hash_clone(&hashing, &clone), PSA_SUCCESS);
    const struct bytes wanted = bytes_of(hashes[i].hash);
    psa_hash_operation_t* const both[] = {&hashing, &clone};
    for (size_t j = 0; j < 2; j++) {
      EXPECT_EQ(psa_hash_update(both[j], (const uint8_t*)hashes[i].text + half, strlen(hashes[i].text) - half),
                PSA_SUCCESS);
    }
    EXPECT_EQ(psa_hash_verify(&hashing, wanted.at, wanted.length), PSA_SUCCESS);
    uint8_t hash[PSA_HASH_MAX_SIZE];
    size_t length = 0;
    EXPECT_EQ(psa_hash_finish(&clone, hash, sizeof hash, &length), PSA_SUCCESS);
    EXPECT_HEX(hash, length, hashes[i].hash);
  }
}

/* RFC 4231, cases 1, 2 and 6, and RFC 4493, example 2. */
#define TEXT_2 "7768617420646f2079612077616e7420666f72206e6f7468696e673f"
#define TEXT_6 \
  "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374"
#define KEY_6_PART "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_6 KEY_6_PART KEY_6_PART KEY_6_PART KEY_6_PART "aaaaaa"
static const struct {
  psa_key_type_t type;
  psa_algorithm_t algorithm;
  const char* key;
  const char* text;
  const char* mac;
} macs[] = {
    {PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_256), "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_384), "4a656665", TEXT_2,
     "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"},
    {PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_224), "4a656665", TEXT_2,
     "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"},
    {PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_512), "4a656665", TEXT_2,
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b6"
     "36e070a38bce737"},
    {PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_256), KEY_6, TEXT_6,
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {PSA_KEY_TYPE_HMAC, PSA_ALG_HMAC(PSA_ALG_SHA_512), KEY_6, TEXT_6,
     "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8"
     "b915a985d786598"},
    {PSA_KEY_TYPE_AES, PSA_ALG_CMAC, "2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a",
     "070a16b46b4d4144f79bdd9dd04a287c"},
};

STORY(MACs_are_those_of_the_RFCs, "SLS-1") {
  for (size_t i = 0; i < sizeof macs / sizeof macs[0]; i++) {
    const psa_key_id_t key =
        key_of(macs[i].type, macs[i].algorithm, PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_VERIFY_MESSAGE, macs[i].key);
    const struct bytes text = bytes_of(macs[i].text);
    uint8_t mac[PSA_MAC_MAX_SIZE];
    size_t length = 0;
    EXPECT_EQ(psa_mac_compute(key, macs[i].algorithm, text.at, text.length, mac, sizeof mac, &length), PSA_SUCCESS);
    EXPECT_HEX(mac, length, macs[i].mac);
    EXPECT_EQ(psa_mac_verify(key, macs[i].algorithm, text.at, text.length, mac, length), PSA_SUCCESS);
    mac[0] ^= 1;
    EXPECT_EQ(psa_mac_verify(key, macs[i].algorithm, text.at, text.length, mac, length), PSA_ERROR_INVALID_SIGNATURE);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
}

STORY(a_MAC_in_pieces_is_the_MAC_of_the_whole, "SLS-1") {
  for (size_t i = 0; i < sizeof macs / sizeof macs[0]; i++) {
    const psa_key_id_t key =
        key_of(macs[i].type, macs[i].algorithm, PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_VERIFY_MESSAGE, macs[i].key);
    const struct bytes text = bytes_of(macs[i].text);
    const struct bytes wanted = bytes_of(macs[i].mac);
    psa_mac_operation_t signing = PSA_MAC_OPERATION_INIT;
    psa_mac_operation_t verifying = PSA_MAC_OPERATION_INIT;
    EXPECT_EQ(psa_mac_sign_setup(&signing, key, macs[i].algorithm), PSA_SUCCESS);
    EXPECT_EQ(psa_mac_verify_setup(&verifying, key, macs[i].algorithm), PSA_SUCCESS);
    for (size_t at = 0; at < text.length; at++) {
      EXPECT_EQ(psa_mac_update(&signing, &text.at[at], 1), PSA_SUCCESS);
      EXPECT_EQ(psa_mac_update(&verifying, &text.at[at], 1), PSA_SUCCESS);
    }
    uint8_t mac[PSA_MAC_MAX_SIZE];
    size_t length = 0;
    EXPECT_EQ(psa_mac_sign_finish(&signing, mac, sizeof mac, &length), PSA_SUCCESS);
    EXPECT_HEX(mac, length, macs[i].mac);
    EXPECT_EQ(psa_mac_verify_finish(&verifying, wanted.at, wanted.length), PSA_SUCCESS);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
}

/* NIST SP 800-38A, appendix F; the first two blocks. */
#define KEY_128 "2b7e151628aed2a6abf7158809cf4f3c"
#define KEY_192 "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b"
#define KEY_256 "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"
#define PLAIN "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
#define VECTOR "000102030405060708090a0b0c0d0e0f"
static const struct {
  psa_algorithm_t algorithm;
  const char* key;
  const char* vector;
  const char* cipher;
} ciphers[] = {
    {PSA_ALG_ECB_NO_PADDING, KEY_128, "", "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"},
    {PSA_ALG_ECB_NO_PADDING, KEY_256, "", "f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870"},
    {PSA_ALG_CBC_NO_PADDING, KEY_128, VECTOR, "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"},
    {PSA_ALG_CTR, KEY_128, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
     "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"},
    {PSA_ALG_CBC_NO_PADDING, KEY_192, VECTOR, "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"},
    {PSA_ALG_CBC_NO_PADDING, KEY_256, VECTOR, "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"},
    {PSA_ALG_CTR, KEY_256, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
     "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"},
    {PSA_ALG_CFB, KEY_128, VECTOR, "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b"},
    {PSA_ALG_OFB, KEY_128, VECTOR, "3b3fd92eb72dad20333449f8e83cfb4a7789508d16918f03f53c52dac54ed825"},
};

/* What an operation makes of the input, a block at a time. */
static void expect_cipher(psa_cipher_operation_t* operation, const char* vector, const char* input,
                          const char* output) {
  const struct bytes iv = bytes_of(vector);
  const struct bytes in = bytes_of(input);
  uint8_t out[MOST_OUTPUT];
  size_t done = 0;
  size_t length = 0;
  if (iv.length != 0) {
    EXPECT_EQ(psa_cipher_set_iv(operation, iv.at, iv.length), PSA_SUCCESS);
  }
  for (size_t at = 0; at < in.length; at += BLOCK) {
    EXPECT_EQ(psa_cipher_update(operation, &in.at[at], BLOCK, &out[done], sizeof out - done, &length), PSA_SUCCESS);
    done += length;
  }
  EXPECT_EQ(psa_cipher_finish(operation, &out[done], sizeof out - done, &length), PSA_SUCCESS);
  EXPECT_HEX(out, done + length, output);
}

STORY(AES_is_that_of_NIST_in_each_mode, "SLS-1") {
  for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++) {
    const psa_key_id_t key =
        key_of(PSA_KEY_TYPE_AES, ciphers[i].algorithm, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT, ciphers[i].key);
    psa_cipher_operation_t operation = PSA_CIPHER_OPERATION_INIT;
    EXPECT_EQ(psa_cipher_encrypt_setup(&operation, key, ciphers[i].algorithm), PSA_SUCCESS);
    expect_cipher(&operation, ciphers[i].vector, PLAIN, ciphers[i].cipher);
    EXPECT_EQ(psa_cipher_decrypt_setup(&operation, key, ciphers[i].algorithm), PSA_SUCCESS);
    expect_cipher(&operation, ciphers[i].vector, ciphers[i].cipher, PLAIN);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
}

/* RFC 8439, 2.4.2. The text there begins with block 1, and a cipher operation with block 0. */
STORY(ChaCha20_is_that_of_RFC_8439, "SLS-1") {
  static const uint8_t block_0[64];
  const struct bytes nonce = bytes_of("000000000000004a00000000");
  const char* const text =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be "
      "it.";
  const psa_key_id_t key = key_of(PSA_KEY_TYPE_CHACHA20, PSA_ALG_STREAM_CIPHER, PSA_KEY_USAGE_ENCRYPT,
                                  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  psa_cipher_operation_t operation = PSA_CIPHER_OPERATION_INIT;
  uint8_t output[MOST_OUTPUT];
  size_t length = 0;
  EXPECT_EQ(psa_cipher_encrypt_setup(&operation, key, PSA_ALG_STREAM_CIPHER), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_set_iv(&operation, nonce.at, nonce.length), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_update(&operation, block_0, sizeof block_0, output, sizeof output, &length), PSA_SUCCESS);
  EXPECT_EQ(psa_cipher_update(&operation, (const uint8_t*)text, strlen(text), output, sizeof output, &length),
            PSA_SUCCESS);
  EXPECT_HEX(output, length,
             "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dabcd62b357"
             "1639d624e65152ab8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736"
             "5af90bbf74a35be6b40b8eedf2785e42874d");
  EXPECT_EQ(psa_cipher_abort(&operation), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

STORY(what_is_encrypted_in_one_call_begins_with_a_new_vector_and_is_decrypted, "SLS-1") {
  const struct bytes plain = bytes_of(PLAIN);
  const psa_key_id_t key =
      key_of(PSA_KEY_TYPE_AES, PSA_ALG_CBC_PKCS7, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT, KEY_128);
  uint8_t cipher[2][MOST_OUTPUT];
  uint8_t back[MOST_OUTPUT];
  size_t length = 0;
  for (size_t i = 0; i < 2; i++) {
    EXPECT_EQ(psa_cipher_encrypt(key, PSA_ALG_CBC_PKCS7, plain.at, plain.length, cipher[i], MOST_OUTPUT, &length),
              PSA_SUCCESS);
    EXPECT_EQ(length, 2 * BLOCK + plain.length);
  }
  EXPECT(memcmp(cipher[0], cipher[1], BLOCK) != 0);
  EXPECT_EQ(psa_cipher_decrypt(key, PSA_ALG_CBC_PKCS7, cipher[0], length, back, sizeof back, &length), PSA_SUCCESS);
  EXPECT_HEX(back, length, PLAIN);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

/* NIST's GCM test cases 4 and 16 (McGrew and Viega), SP 800-38C examples 1 and 2, RFC 8439 section 2.8.2. The tag
 * follows. */
static const struct {
  psa_key_type_t type;
  psa_algorithm_t algorithm;
  const char* key;
  const char* nonce;
  const char* additional;
  const char* plain;
  const char* cipher;
} aeads[] = {
    {PSA_KEY_TYPE_AES, PSA_ALG_GCM, "feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a6"
     "37b39",
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973"
     "d5"
     "8e0915bc94fbc3221a5db94fae95ae7121a47"},
    {PSA_KEY_TYPE_AES, PSA_ALG_GCM, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0ab"
     "cc9f66276fc6ece0f4e1768cddf8853bb2d551b"},
    {PSA_KEY_TYPE_AES, PSA_ALG_AEAD_WITH_SHORTENED_TAG(PSA_ALG_CCM, 4), "404142434445464748494a4b4c4d4e4f",
     "10111213141516", "0001020304050607", "20212223", "7162015b4dac255d"},
    {PSA_KEY_TYPE_AES, PSA_ALG_AEAD_WITH_SHORTENED_TAG(PSA_ALG_CCM, 6), "404142434445464748494a4b4c4d4e4f",
     "1011121314151617", "000102030405060708090a0b0c0d0e0f", "202122232425262728292a2b2c2d2e2f",
     "d2a1f0e051ea5f62081a7792073d593d1fc64fbfaccd"},
    {PSA_KEY_TYPE_CHACHA20, PSA_ALG_CHACHA20_POLY1305,
     "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "070000004041424344454647",
     "50515253c0c1c2c3c4c5c6c7",
     "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f66666"
     "57"
     "220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742"
     "e",
     "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b290"
     "5d"
     "6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
     "1a"
     "e10b594f09e26a7e902ecbd0600691"},
};

static psa_key_id_t aead_key(size_t i) {
  return key_of(aeads[i].type, aeads[i].algorithm, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT, aeads[i].key);
}

STORY(authenticated_encryption_is_that_of_NIST_and_the_RFCs, "SLS-1") {
  for (size_t i = 0; i < sizeof aeads / sizeof aeads[0]; i++) {
    const psa_key_id_t key = aead_key(i);
    const struct bytes nonce = bytes_of(aeads[i].nonce);
    const struct bytes additional = bytes_of(aeads[i].additional);
    const struct bytes plain = bytes_of(aeads[i].plain);
    uint8_t cipher[MOST_OUTPUT];
    uint8_t back[MOST_OUTPUT];
    size_t size = 0;
    size_t length = 0;
    EXPECT_EQ(psa_aead_encrypt(key, aeads[i].algorithm, nonce.at, nonce.length, additional.at, additional.length,
                               plain.at, plain.length, cipher, sizeof cipher, &size),
              PSA_SUCCESS);
    EXPECT_HEX(cipher, size, aeads[i].cipher);
    EXPECT_EQ(psa_aead_decrypt(key, aeads[i].algorithm, nonce.at, nonce.length, additional.at, additional.length,
                               cipher, size, back, sizeof back, &length),
              PSA_SUCCESS);
    EXPECT_HEX(back, length, aeads[i].plain);
    cipher[size - 1] ^= 1;
    EXPECT_EQ(psa_aead_decrypt(key, aeads[i].algorithm, nonce.at, nonce.length, additional.at, additional.length,
                               cipher, size, back, sizeof back, &length),
              PSA_ERROR_INVALID_SIGNATURE);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
}

/* Text and tag of an encryption in pieces. */
static void expect_aead_in_pieces(size_t i, psa_key_id_t key) {
  const struct bytes nonce = bytes_of(aeads[i].nonce);
  const struct bytes additional = bytes_of(aeads[i].additional);
  const struct bytes plain = bytes_of(aeads[i].plain);
  psa_aead_operation_t operation = PSA_AEAD_OPERATION_INIT;
  uint8_t cipher[MOST_OUTPUT];
  size_t done = 0;
  size_t length = 0;
  size_t tag = 0;
  EXPECT_EQ(psa_aead_encrypt_setup(&operation, key, aeads[i].algorithm), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_set_lengths(&operation, additional.length, plain.length), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_set_nonce(&operation, nonce.at, nonce.length), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_update_ad(&operation, additional.at, additional.length), PSA_SUCCESS);
  for (size_t at = 0; at < plain.length; at += BLOCK) {
    const size_t piece = plain.length - at < BLOCK ? plain.length - at : BLOCK;
    EXPECT_EQ(psa_aead_update(&operation, &plain.at[at], piece, &cipher[done], BLOCK + piece, &length), PSA_SUCCESS);
    done += length;
  }
  uint8_t rest[PSA_AEAD_FINISH_OUTPUT_MAX_SIZE];
  EXPECT_EQ(psa_aead_finish(&operation, rest, sizeof rest, &length, &cipher[done], PSA_AEAD_TAG_MAX_SIZE, &tag),
            PSA_SUCCESS);
  EXPECT_EQ(length, 0);
  EXPECT_HEX(cipher, done + tag, aeads[i].cipher);
}

/* A decryption in pieces, whose tag is right or wrong. */
static void expect_verified_in_pieces(size_t i, psa_key_id_t key, uint8_t mistake, psa_status_t status) {
  const struct bytes nonce = bytes_of(aeads[i].nonce);
  const struct bytes additional = bytes_of(aeads[i].additional);
  struct bytes cipher = bytes_of(aeads[i].cipher);
  const struct bytes plain = bytes_of(aeads[i].plain);
  psa_aead_operation_t operation = PSA_AEAD_OPERATION_INIT;
  uint8_t back[MOST_OUTPUT];
  size_t done = 0;
  size_t length = 0;
  cipher.at[cipher.length - 1] ^= mistake;
  EXPECT_EQ(psa_aead_decrypt_setup(&operation, key, aeads[i].algorithm), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_set_lengths(&operation, additional.length, plain.length), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_set_nonce(&operation, nonce.at, nonce.length), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_update_ad(&operation, additional.at, additional.length), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_update(&operation, cipher.at, plain.length, back, sizeof back, &done), PSA_SUCCESS);
  EXPECT_EQ(psa_aead_verify(&operation, &back[done], PSA_AEAD_VERIFY_OUTPUT_MAX_SIZE, &length, &cipher.at[plain.length],
                            cipher.length - plain.length),
            status);
  EXPECT_EQ(psa_aead_abort(&operation), PSA_SUCCESS);
  EXPECT_HEX(back, done + length, aeads[i].plain);
}

STORY(authenticated_encryption_in_pieces_is_that_of_the_whole, "SLS-1") {
  for (size_t i = 0; i < sizeof aeads / sizeof aeads[0]; i++) {
    const psa_key_id_t key = aead_key(i);
    expect_aead_in_pieces(i, key);
    expect_verified_in_pieces(i, key, 0, PSA_SUCCESS);
    expect_verified_in_pieces(i, key, 1, PSA_ERROR_INVALID_SIGNATURE);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
}

const struct story vector_stories[] = {
    TOLD(hashes_are_those_of_FIPS_180),
    TOLD(a_hash_in_pieces_and_its_clone_are_the_hash_of_the_whole),
    TOLD(MACs_are_those_of_the_RFCs),
    TOLD(a_MAC_in_pieces_is_the_MAC_of_the_whole),
    TOLD(AES_is_that_of_NIST_in_each_mode),
    TOLD(ChaCha20_is_that_of_RFC_8439),
    TOLD(what_is_encrypted_in_one_call_begins_with_a_new_vector_and_is_decrypted),
    TOLD(authenticated_encryption_is_that_of_NIST_and_the_RFCs),
    TOLD(authenticated_encryption_in_pieces_is_that_of_the_whole),
};
const size_t vector_story_count = sizeof vector_stories / sizeof vector_stories[0];
