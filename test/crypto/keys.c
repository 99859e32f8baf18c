// SPDX-License-Identifier: Apache-2.0

/* Published test vectors of signatures, key agreement and key derivation, and the life of keys. */
#include <string.h>

#include "bytes.h"

enum { MOST_OUTPUT = 256 };

/* RFC 6979, A.2.5 and A.2.6: keys, and signatures of "sample". */
#define SAMPLE_SHA_256 "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf"
static const struct {
  psa_algorithm_t hash;
  const char* private_key;
  const char* public_key;
  const char* signature;
} signatures[] = {
    {PSA_ALG_SHA_256, "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
     "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5"
     "177"
     "a3c294d4462299",
     "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064"
     "dc4"
     "ab2f843acda8"},
    {PSA_ALG_SHA_384,
     "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
     "04ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc138015d9b72d7d572"
     "44e"
     "a8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720",
     "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe4699ef4aeb15f178cea"
     "1fe"
     "40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8"},
};
enum {
  SIGNS =
      PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_VERIFY_MESSAGE | PSA_KEY_USAGE_SIGN_HASH | PSA_KEY_USAGE_VERIFY_HASH
};

static const uint8_t* const sample = (const uint8_t*)"sample";
enum { SAMPLE_SIZE = 6 };

STORY(ECDSA_is_that_of_RFC_6979, "SLS-1") {
  for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
    const psa_algorithm_t algorithm = PSA_ALG_DETERMINISTIC_ECDSA(signatures[i].hash);
    const psa_key_id_t key =
        key_of(PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), algorithm, SIGNS, signatures[i].private_key);
    uint8_t output[MOST_OUTPUT];
    size_t length = 0;
    EXPECT_EQ(psa_export_public_key(key, output, sizeof output, &length), PSA_SUCCESS);
    EXPECT_HEX(output, length, signatures[i].public_key);
    EXPECT_EQ(psa_sign_message(key, algorithm, sample, SAMPLE_SIZE, output, sizeof output, &length), PSA_SUCCESS);
    EXPECT_HEX(output, length, signatures[i].signature);
    EXPECT_EQ(psa_verify_message(key, algorithm, sample, SAMPLE_SIZE, output, length), PSA_SUCCESS);
    output[0] ^= 1;
    EXPECT_EQ(psa_verify_message(key, algorithm, sample, SAMPLE_SIZE, output, length), PSA_ERROR_INVALID_SIGNATURE);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
}

STORY(a_signature_by_the_private_key_is_verified_with_the_public_key, "SLS-1") {
  const psa_algorithm_t algorithm = PSA_ALG_ECDSA(PSA_ALG_SHA_256);
  const psa_key_id_t pair =
      key_of(PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), algorithm, SIGNS, signatures[0].private_key);
  const psa_key_id_t public_key = key_of(PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), algorithm,
                                         PSA_KEY_USAGE_VERIFY_HASH, signatures[0].public_key);
  struct bytes hash = bytes_of(SAMPLE_SHA_256);
  uint8_t first[MOST_OUTPUT];
  uint8_t second[MOST_OUTPUT];
  size_t length = 0;
  EXPECT_EQ(psa_sign_hash(pair, algorithm, hash.at, hash.length, first, sizeof first, &length), PSA_SUCCESS);
  EXPECT_EQ(psa_verify_hash(public_key, algorithm, hash.at, hash.length, first, length), PSA_SUCCESS);
  EXPECT_EQ(psa_sign_hash(pair, algorithm, hash.at, hash.length, second, sizeof second, &length), PSA_SUCCESS);
  EXPECT(memcmp(first, second, length) != 0);
  hash.at[0] ^= 1;
  EXPECT_EQ(psa_verify_hash(public_key, algorithm, hash.at, hash.length, first, length), PSA_ERROR_INVALID_SIGNATURE);
  EXPECT_EQ(psa_sign_hash(public_key, algorithm, hash.at, hash.length, first, sizeof first, &length),
            PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_destroy_key(pair), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(public_key), PSA_SUCCESS);
}

/* A key of our own, with a signature of "sample" by another implementation. */
#define RSA_PAIR                                                                                                 \
  "308204a20201000282010100b92438dc7aad53ac1d375e65591d86229158f6e35b03d44f9ae8fec99a584c3a0d89dbdc0a6dcde638df" \
  "116791b9a303ab49cb05b87365325ae89b2da847047b63a01d87ba3b4137ca0db9ea56e46c3c0af66c91c73f1887d2c06d6184e92363" \
  "f1efe93bcbd76f4822155177f07457dd4b1ee0d28a31473aae005eed825e1e2464713a8783a63b5bf0ff051cbfec7166e6e158d7bf51" \
  "feff96851d5d4fc78bf1a45f64fd95fbefa90c18bc9a38646956bd17e5ee012489e78a3d91dbd97ca45c32a0e53b720a88cd7e147436" \
  "c552d0c5aeea424affcc1fd549314dab6e7ddc229988993e77c5d1bcf09e7b678179f05625ce7c8f4db6a0eead67ebfe19b34b3d0203" \
  "01000102820100182983063b386da813b40b2cbce19e84da653aeb57107bdfdbbeb6a9c6ebe91ed66f7c730e25606ec053546928da8a" \
  "4ccb48f92708f87e6780f7c470c3fa68ba55b92ac170eb94ca5c2348752ddbe7c83a4208cf49aa916000803e86309b6094059a22dd3b" \
  "f024c4cc35ee08f227ace3e38ee71673149550322f3834550445788ef5c370ac7f1106edc4f7a068a1b6a49c6985fbe1b86038c54d52" \
  "44a6c1b833fb17f14b7311f5ae4776e1c39857ba52e61f35372da9d476da188a51094fbca9afbe6c7ca1b13071e8def63757bafe9360" \
  "e5a5b3a1c1a87c71cd02476e691930ef7f25cc36ca8e568141a9d2e7bed9b6a06a018014f5eb878820ff900b2ff4fd02818100fc45e5" \
  "f4c55a52a2fabc3b5f83fe0e6a2887f580871bad72f65affcec1d4211fcd0a785031423ced3ecae8d619340d39152db4d755d36927f1" \
  "cbffd15b1ae1ab7302474eef447ed8ffce70d25e0d7187e227e939d2819d33cb87065d800eafc679b6b981f39a473eb7a23679bcf44f" \
  "cebd4871c1da0a2ef2681623733afb8b9b02818100bbe06e54ab16ad11f3f595873b16e7b113876152bd20ccc55bf2ef7e6bc22e93d8" \
  "5a07f671b404cc1c2adc66e22e090232221017cf69d8dd17383d7f9ff8a4bf29c06e99ed010f0a555c942126667f1b55c8589c1a5db0" \
  "55192c53901e3f88f725796b4393cd0b7e71bac71c97b8f996e0fa1e040096bb089528d8d2dc900e07028180353a7a5ebf1563c247ad" \
  "57c9bb8beb76b2be9d2a55579dad5815b34be8d1dd7b5c440d46be5dff84ff6ec8da03cf5bcae391154b2a2cc54f4c5182d4a5a8725d" \
  "3e930880bb3374a04cb93e4ce4d36955067eed52e9fbb733aa89fee9d38f45bf57071af5347524fb32bbe34aa477d82f02f93a2770de" \
  "1d31c08c8b4650f7aa690281800f9bfceeb1ec4762d7770efe564d77e08173dd0527cb82d7dee4d73b14aee479ca1ee8cc73f3f5f613" \
  "5d0844d003ed21ae929fedaa80ebd0aaae3485d6ffac88696aa085cf68281cbeacdb6dc9a7f86588020642a9fa20bd61430a8a4dc90f" \
  "93211cee6985ed22485620a38c5f9ab1b9f465337b37a54e52cf39be91fe5b459f028180641ca76e916e65dd6619ffbc36f6038d6e0a" \
  "74e503d25e8db9ed612da612d547f4a2c33b469bf8f1790097cf996836f754280a663b7d8cf9229f55afc96b5456fbea465edab470ee" \
  "d2eff24cdc03e0372c6e2308bf0629570a70646b7cb81679cdb5d434a04f5e16def20f2ab05f4260286291f3a68c15f3849a41c09298" \
  "5292"
#define RSA_PUBLIC                                                                                               \
  "3082010a0282010100b92438dc7aad53ac1d375e65591d86229158f6e35b03d44f9ae8fec99a584c3a0d89dbdc0a6dcde638df116791" \
  "b9a303ab49cb05b87365325ae89b2da847047b63a01d87ba3b4137ca0db9ea56e46c3c0af66c91c73f1887d2c06d6184e92363f1efe9" \
  "3bcbd76f4822155177f07457dd4b1ee0d28a31473aae005eed825e1e2464713a8783a63b5bf0ff051cbfec7166e6e158d7bf51feff96" \
  "851d5d4fc78bf1a45f64fd95fbefa90c18bc9a38646956bd17e5ee012489e78a3d91dbd97ca45c32a0e53b720a88cd7e147436c552d0" \
  "c5aeea424affcc1fd549314dab6e7ddc229988993e77c5d1bcf09e7b678179f05625ce7c8f4db6a0eead67ebfe19b34b3d0203010001"
#define RSA_SIGNATURE                                                                                            \
  "58bc0a2199b28792929ac8d6648626386aff1c266f2b3d37323544bce7d4de0438ea5da5dc6f86ce066e3255b0ea8c72820a052a1d0a" \
  "486a986512d033535a14ddf15bb0ab128857a8c1ca533079e32d23f28f45078ba49036cfddb5bfde8d04058c59148e642dc0441c6a9a" \
  "1f7ab4dd828dd2e4e4f6b0b712b880654d6abca8a44d8f9364d8fb3abca5a8995c1a38237acdc7938d948c0bdb01112b80ea4f5df4fd" \
  "147d9296763a7e4cc9e75e67a22a5c63e19641a4fec5b54b39960719aaf68b296183c839ae49e238e5addce0d9bf1359a3d27191f950" \
  "583e008230d8ea161fd20e20e08f42f6620521b1218f8914cfaada63fee731df7172d29612be9173"

STORY(RSA_signs_as_others_do, "SLS-1") {
  const psa_algorithm_t algorithm = PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_256);
  const psa_key_id_t pair = key_of(PSA_KEY_TYPE_RSA_KEY_PAIR, algorithm, SIGNS, RSA_PAIR);
  const psa_key_id_t public_key =
      key_of(PSA_KEY_TYPE_RSA_PUBLIC_KEY, algorithm, PSA_KEY_USAGE_VERIFY_MESSAGE, RSA_PUBLIC);
  uint8_t output[MOST_OUTPUT];
  size_t length = 0;
  EXPECT_EQ(psa_sign_message(pair, algorithm, sample, SAMPLE_SIZE, output, sizeof output, &length), PSA_SUCCESS);
  EXPECT_HEX(output, length, RSA_SIGNATURE);
  EXPECT_EQ(psa_verify_message(public_key, algorithm, sample, SAMPLE_SIZE, output, length), PSA_SUCCESS);
  output[0] ^= 1;
  EXPECT_EQ(psa_verify_message(public_key, algorithm, sample, SAMPLE_SIZE, output, length),
            PSA_ERROR_INVALID_SIGNATURE);
  EXPECT_EQ(psa_destroy_key(pair), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(public_key), PSA_SUCCESS);
}

STORY(RSA_decrypts_what_it_encrypted, "SLS-1") {
  const psa_algorithm_t algorithm = PSA_ALG_RSA_OAEP(PSA_ALG_SHA_256);
  const psa_key_id_t pair =
      key_of(PSA_KEY_TYPE_RSA_KEY_PAIR, algorithm, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT, RSA_PAIR);
  static const uint8_t label[2] = {1, 2};
  uint8_t cipher[MOST_OUTPUT];
  uint8_t back[MOST_OUTPUT];
  size_t size = 0;
  size_t length = 0;
  EXPECT_EQ(psa_asymmetric_encrypt(pair, algorithm, sample, SAMPLE_SIZE, label, 2, cipher, sizeof cipher, &size),
            PSA_SUCCESS);
  EXPECT_EQ(psa_asymmetric_decrypt(pair, algorithm, cipher, size, label, 2, back, sizeof back, &length), PSA_SUCCESS);
  EXPECT_EQ(length, SAMPLE_SIZE);
  EXPECT_EQ(memcmp(back, sample, SAMPLE_SIZE), 0);
  EXPECT_EQ(psa_asymmetric_decrypt(pair, algorithm, cipher, size, label, 1, back, sizeof back, &length),
            PSA_ERROR_INVALID_PADDING);
  EXPECT_EQ(psa_destroy_key(pair), PSA_SUCCESS);
}

/* NIST CAVS 14.1 for P-256, count 0, and RFC 7748, section 5.2. */
static const struct {
  psa_ecc_family_t family;
  const char* private_key;
  const char* peer;
  const char* shared;
} agreements[] = {
    {PSA_ECC_FAMILY_SECP_R1, "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534",
     "04700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe"
     "044"
     "1782cab85fa4ac",
     "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"},
    {PSA_ECC_FAMILY_MONTGOMERY, "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
     "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
     "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"},
};

STORY(key_agreement_is_that_of_NIST_and_RFC_7748, "SLS-1") {
  for (size_t i = 0; i < sizeof agreements / sizeof agreements[0]; i++) {
    const psa_key_id_t key = key_of(PSA_KEY_TYPE_ECC_KEY_PAIR(agreements[i].family), PSA_ALG_ECDH, PSA_KEY_USAGE_DERIVE,
                                    agreements[i].private_key);
    struct bytes peer = bytes_of(agreements[i].peer);
    uint8_t shared[MOST_OUTPUT];
    size_t length = 0;
    EXPECT_EQ(psa_raw_key_agreement(PSA_ALG_ECDH, key, peer.at, peer.length, shared, sizeof shared, &length),
              PSA_SUCCESS);
    EXPECT_HEX(shared, length, agreements[i].shared);
    EXPECT_EQ(psa_raw_key_agreement(PSA_ALG_ECDH, key, peer.at, peer.length - 1, shared, sizeof shared, &length),
              PSA_ERROR_INVALID_ARGUMENT);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
}

/* RFC 5869, A.1 to A.3. */
static const struct {
  const char* secret;
  const char* salt;
  const char* info;
  const char* output;
} derivations[] = {
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
     "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
     "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
     "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
     "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
     "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
     "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
     "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
     "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
     "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
};

STORY(HKDF_is_that_of_RFC_5869, "SLS-1") {
  const psa_algorithm_t algorithm = PSA_ALG_HKDF(PSA_ALG_SHA_256);
  for (size_t i = 0; i < sizeof derivations / sizeof derivations[0]; i++) {
    const psa_key_id_t secret = key_of(PSA_KEY_TYPE_DERIVE, algorithm, PSA_KEY_USAGE_DERIVE, derivations[i].secret);
    const struct bytes salt = bytes_of(derivations[i].salt);
    const struct bytes info = bytes_of(derivations[i].info);
    const size_t size = strlen(derivations[i].output) / 2;
    psa_key_derivation_operation_t operation = PSA_KEY_DERIVATION_OPERATION_INIT;
    uint8_t output[MOST_OUTPUT];
    size_t capacity = 0;
    EXPECT_EQ(psa_key_derivation_setup(&operation, algorithm), PSA_SUCCESS);
    EXPECT_EQ(psa_key_derivation_input_bytes(&operation, PSA_KEY_DERIVATION_INPUT_SALT, salt.at, salt.length),
              PSA_SUCCESS);
    EXPECT_EQ(psa_key_derivation_input_key(&operation, PSA_KEY_DERIVATION_INPUT_SECRET, secret), PSA_SUCCESS);
    EXPECT_EQ(psa_key_derivation_input_bytes(&operation, PSA_KEY_DERIVATION_INPUT_INFO, info.at, info.length),
              PSA_SUCCESS);
    EXPECT_EQ(psa_key_derivation_set_capacity(&operation, size), PSA_SUCCESS);
    EXPECT_EQ(psa_key_derivation_output_bytes(&operation, output, size - 2), PSA_SUCCESS);
    EXPECT_EQ(psa_key_derivation_get_capacity(&operation, &capacity), PSA_SUCCESS);
    EXPECT_EQ(capacity, 2);
    EXPECT_EQ(psa_key_derivation_output_bytes(&operation, output + size - 2, 2), PSA_SUCCESS);
    EXPECT_HEX(output, size, derivations[i].output);
    EXPECT_EQ(psa_key_derivation_output_bytes(&operation, output, 1), PSA_ERROR_INSUFFICIENT_DATA);
    EXPECT_EQ(psa_key_derivation_abort(&operation), PSA_SUCCESS);
    EXPECT_EQ(psa_destroy_key(secret), PSA_SUCCESS);
  }
}

STORY(PBKDF2_is_that_of_RFC_7914, "SLS-1") {
  const psa_algorithm_t algorithm = PSA_ALG_PBKDF2_HMAC(PSA_ALG_SHA_256);
  const psa_key_id_t password = key_of(PSA_KEY_TYPE_PASSWORD, algorithm, PSA_KEY_USAGE_DERIVE, "706173737764");
  psa_key_derivation_operation_t operation = PSA_KEY_DERIVATION_OPERATION_INIT;
  uint8_t output[64];
  EXPECT_EQ(psa_key_derivation_setup(&operation, algorithm), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_input_integer(&operation, PSA_KEY_DERIVATION_INPUT_COST, 1), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_input_bytes(&operation, PSA_KEY_DERIVATION_INPUT_SALT, (const uint8_t*)"salt", 4),
            PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_input_key(&operation, PSA_KEY_DERIVATION_INPUT_PASSWORD, password), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_output_bytes(&operation, output, sizeof output), PSA_SUCCESS);
  EXPECT_HEX(
      output, sizeof output,
      "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd5"
      "09112041d3a19783");
  EXPECT_EQ(psa_key_derivation_abort(&operation), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(password), PSA_SUCCESS);
}

STORY(a_key_is_derived_from_an_agreement_and_stays_in_the_service, "SLS-1") {
  const psa_algorithm_t algorithm = PSA_ALG_KEY_AGREEMENT(PSA_ALG_ECDH, PSA_ALG_HKDF(PSA_ALG_SHA_256));
  const psa_key_id_t key = key_of(PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), algorithm, PSA_KEY_USAGE_DERIVE,
                                  agreements[0].private_key);
  const struct bytes peer = bytes_of(agreements[0].peer);
  psa_key_derivation_operation_t operation = PSA_KEY_DERIVATION_OPERATION_INIT;
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  const psa_custom_key_parameters_t custom = PSA_CUSTOM_KEY_PARAMETERS_INIT;
  psa_key_id_t derived[2] = {0, 0};
  uint8_t bytes[32];
  size_t length = 0;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
  psa_set_key_bits(&attributes, 128);
  psa_set_key_algorithm(&attributes, PSA_ALG_CTR);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_ENCRYPT);
  EXPECT_EQ(psa_key_derivation_setup(&operation, algorithm), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_key_agreement(&operation, PSA_KEY_DERIVATION_INPUT_SECRET, key, peer.at, peer.length),
            PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_input_bytes(&operation, PSA_KEY_DERIVATION_INPUT_INFO, NULL, 0), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_output_key(&attributes, &operation, &derived[0]), PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_output_key_custom(&attributes, &operation, &custom, NULL, 0, &derived[1]), PSA_SUCCESS);
  EXPECT(derived[0] != derived[1]);
  EXPECT_EQ(psa_export_key(derived[0], bytes, sizeof bytes, &length), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_cipher_encrypt(derived[1], PSA_ALG_CTR, sample, SAMPLE_SIZE, bytes, sizeof bytes, &length),
            PSA_SUCCESS);
  EXPECT_EQ(psa_key_derivation_abort(&operation), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(derived[0]), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(derived[1]), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
}

static psa_key_attributes_t aes_attributes(void) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
  psa_set_key_bits(&attributes, 256);
  psa_set_key_algorithm(&attributes, PSA_ALG_CTR);
  psa_set_key_enrollment_algorithm(&attributes, PSA_ALG_CMAC);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_EXPORT | PSA_KEY_USAGE_COPY | PSA_KEY_USAGE_ENCRYPT);
  return attributes;
}

STORY(a_generated_key_has_its_attributes_and_is_another_one_each_time, "SLS-1") {
  const psa_key_attributes_t wanted = aes_attributes();
  const psa_custom_key_parameters_t custom = PSA_CUSTOM_KEY_PARAMETERS_INIT;
  psa_key_id_t keys[2] = {0, 0};
  uint8_t bytes[2][32];
  EXPECT_EQ(psa_generate_key(&wanted, &keys[0]), PSA_SUCCESS);
  EXPECT_EQ(psa_generate_key_custom(&wanted, &custom, NULL, 0, &keys[1]), PSA_SUCCESS);
  for (size_t i = 0; i < 2; i++) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    size_t length = 0;
    EXPECT_EQ(psa_get_key_attributes(keys[i], &attributes), PSA_SUCCESS);
    EXPECT_EQ(psa_get_key_type(&attributes), PSA_KEY_TYPE_AES);
    EXPECT_EQ(psa_get_key_bits(&attributes), 256);
    EXPECT_EQ(psa_get_key_algorithm(&attributes), PSA_ALG_CTR);
    EXPECT_EQ(psa_get_key_enrollment_algorithm(&attributes), PSA_ALG_CMAC);
    EXPECT_EQ(psa_get_key_usage_flags(&attributes), psa_get_key_usage_flags(&wanted));
    EXPECT_EQ(psa_get_key_lifetime(&attributes), PSA_KEY_LIFETIME_VOLATILE);
    EXPECT_EQ(psa_get_key_id(&attributes), keys[i]);
    EXPECT_EQ(psa_export_key(keys[i], bytes[i], sizeof bytes[i], &length), PSA_SUCCESS);
    EXPECT_EQ(length, sizeof bytes[i]);
    EXPECT_EQ(psa_destroy_key(keys[i]), PSA_SUCCESS);
  }
  EXPECT(memcmp(bytes[0], bytes[1], sizeof bytes[0]) != 0);
}

STORY(a_copy_of_a_key_outlives_it, "SLS-1") {
  psa_key_attributes_t attributes = aes_attributes();
  psa_key_id_t key = 0;
  psa_key_id_t copy = 0;
  uint8_t bytes[2][32];
  size_t length = 0;
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_SUCCESS);
  EXPECT_EQ(psa_copy_key(key, &attributes, &copy), PSA_SUCCESS);
  EXPECT_EQ(psa_export_key(key, bytes[0], sizeof bytes[0], &length), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  EXPECT_EQ(psa_export_key(key, bytes[0], sizeof bytes[0], &length), PSA_ERROR_INVALID_HANDLE);
  EXPECT_EQ(psa_export_key(copy, bytes[1], sizeof bytes[1], &length), PSA_SUCCESS);
  EXPECT_EQ(memcmp(bytes[0], bytes[1], sizeof bytes[0]), 0);
  EXPECT_EQ(psa_destroy_key(copy), PSA_SUCCESS);
}

STORY(a_copy_has_the_usage_that_both_allow, "SLS-1") {
  psa_key_attributes_t attributes = aes_attributes();
  psa_key_attributes_t of_copy = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t key = 0;
  psa_key_id_t copy = 0;
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_SUCCESS);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT);
  EXPECT_EQ(psa_copy_key(key, &attributes, &copy), PSA_SUCCESS);
  EXPECT_EQ(psa_get_key_attributes(copy, &of_copy), PSA_SUCCESS);
  EXPECT_EQ(psa_get_key_usage_flags(&of_copy), PSA_KEY_USAGE_ENCRYPT);
  EXPECT_EQ(psa_destroy_key(copy), PSA_SUCCESS);
  EXPECT_EQ(psa_copy_key(key, &of_copy, &copy), PSA_SUCCESS);
  psa_key_id_t second = 0;
  EXPECT_EQ(psa_copy_key(copy, &of_copy, &second), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  EXPECT_EQ(psa_destroy_key(copy), PSA_SUCCESS);
}

/* The ids of an application's persistent keys: 1 to 0x3FFFFFFF. */
STORY(a_persistent_key_has_an_id_of_the_range_for_applications, "SLS-1") {
  static const psa_key_id_t ids[] = {PSA_KEY_ID_USER_MIN, PSA_KEY_ID_USER_MAX};
  static const psa_key_id_t others[] = {PSA_KEY_ID_NULL, PSA_KEY_ID_USER_MAX + 1, PSA_KEY_ID_VENDOR_MAX, UINT32_MAX};
  psa_key_attributes_t attributes = aes_attributes();
  psa_key_id_t key = 0;
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
    psa_set_key_id(&attributes, ids[i]);
    EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_SUCCESS);
    EXPECT_EQ(key, ids[i]);
    EXPECT_EQ(psa_destroy_key(key), PSA_SUCCESS);
  }
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    psa_set_key_id(&attributes, others[i]);
    psa_set_key_lifetime(&attributes, PSA_KEY_LIFETIME_PERSISTENT);
    EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_ERROR_INVALID_ARGUMENT);
    EXPECT_EQ(key, PSA_KEY_ID_NULL);
  }
}

STORY(a_persistent_key_is_stored_until_it_is_destroyed, "SLS-1") {
  psa_key_attributes_t attributes = aes_attributes();
  psa_key_id_t key = 0;
  uint8_t bytes[2][32];
  size_t length = 0;
  psa_set_key_id(&attributes, 7);
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_SUCCESS);
  EXPECT_EQ(key, 7);
  EXPECT_EQ(psa_generate_key(&attributes, &key), PSA_ERROR_ALREADY_EXISTS);
  EXPECT_EQ(psa_export_key(7, bytes[0], sizeof bytes[0], &length), PSA_SUCCESS);
  EXPECT_EQ(psa_purge_key(7), PSA_SUCCESS); /* it is read from the storage again */
  EXPECT_EQ(psa_export_key(7, bytes[1], sizeof bytes[1], &length), PSA_SUCCESS);
  EXPECT_EQ(memcmp(bytes[0], bytes[1], sizeof bytes[0]), 0);
  EXPECT_EQ(psa_get_key_attributes(7, &attributes), PSA_SUCCESS);
  EXPECT_EQ(psa_get_key_lifetime(&attributes), PSA_KEY_LIFETIME_PERSISTENT);
  EXPECT_EQ(psa_destroy_key(7), PSA_SUCCESS);
  EXPECT_EQ(psa_export_key(7, bytes[1], sizeof bytes[1], &length), PSA_ERROR_INVALID_HANDLE);
}

STORY(random_numbers_differ, "SLS-1") {
  uint8_t first[32] = {0};
  uint8_t second[32] = {0};
  static uint8_t many[2100];
  EXPECT_EQ(psa_generate_random(first, sizeof first), PSA_SUCCESS);
  EXPECT_EQ(psa_generate_random(second, sizeof second), PSA_SUCCESS);
  EXPECT(memcmp(first, second, sizeof first) != 0);
  EXPECT_EQ(psa_generate_random(many, sizeof many), PSA_SUCCESS);
  EXPECT(memcmp(many, many + 1024, 32) != 0 && memcmp(many + sizeof many - 32, first, 32) != 0);
}

const struct story key_stories[] = {
    TOLD(ECDSA_is_that_of_RFC_6979),
    TOLD(a_signature_by_the_private_key_is_verified_with_the_public_key),
    TOLD(RSA_signs_as_others_do),
    TOLD(RSA_decrypts_what_it_encrypted),
    TOLD(key_agreement_is_that_of_NIST_and_RFC_7748),
    TOLD(HKDF_is_that_of_RFC_5869),
    TOLD(PBKDF2_is_that_of_RFC_7914),
    TOLD(a_key_is_derived_from_an_agreement_and_stays_in_the_service),
    TOLD(a_generated_key_has_its_attributes_and_is_another_one_each_time),
    TOLD(a_copy_of_a_key_outlives_it),
    TOLD(a_copy_has_the_usage_that_both_allow),
    TOLD(a_persistent_key_has_an_id_of_the_range_for_applications),
    TOLD(a_persistent_key_is_stored_until_it_is_destroyed),
    TOLD(random_numbers_differ),
};
const size_t key_story_count = sizeof key_stories / sizeof key_stories[0];
