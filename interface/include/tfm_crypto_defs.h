// SPDX-License-Identifier: Apache-2.0

/* The functions of the Crypto API as a table, and the layout of a request: what the client (interface/src/
 * tfm_crypto_api.c), the service (partitions/crypto), the fuzzer and the documentation have in common.
 *
 * The type of a PSA call is the function's number, its position in the table. The first input vector is a request; the
 * function's INPUTs and OUTPUTs are the other vectors, in the order of its arguments. An operation lives in the
 * service; the client has its handle. A new function is appended, so that numbers keep their meaning. */
#ifndef TFM_CRYPTO_DEFS_H
#define TFM_CRYPTO_DEFS_H

#include <stdint.h>

/* The fixed part of a request, in words, and the largest part behind it: a nonce, numbers, or attributes and flags. */
#define TFM_CRYPTO_REQUEST_WORDS 4
#define TFM_CRYPTO_INLINE_SIZE 28
#define TFM_CRYPTO_ATTRIBUTES_SIZE 24 /* type and bits, lifetime, usage, two algorithms, id: little-endian words */

/* What becomes of the operation: opened (the status is its handle), used, closed, closed whatever state it is in. */
enum tfm_crypto_life {
  TFM_CRYPTO_NONE,
  TFM_CRYPTO_OPENS,
  TFM_CRYPTO_CLONES, /* opens one from another one, whose handle is in the place of a key */
  TFM_CRYPTO_USES,
  TFM_CRYPTO_CLOSES,
  TFM_CRYPTO_ABORTS,
};

/* The kinds of arguments, and what each is in C. */
enum tfm_crypto_argument {
  TFM_CRYPTO_END,
  TFM_CRYPTO_NOTHING,
  TFM_CRYPTO_OPERATION,       /* psa_..._operation_t* */
  TFM_CRYPTO_CONST_OPERATION, /* the same, which is not changed */
  TFM_CRYPTO_SOURCE,          /* the operation that a clone comes from */
  TFM_CRYPTO_KEY,             /* psa_key_id_t */
  TFM_CRYPTO_ALGORITHM,       /* psa_algorithm_t */
  TFM_CRYPTO_STEP,            /* psa_key_derivation_step_t */
  TFM_CRYPTO_NUMBER,          /* size_t, behind the request */
  TFM_CRYPTO_NUMBER64,        /* uint64_t, behind the request */
  TFM_CRYPTO_ATTRIBUTES,      /* const psa_key_attributes_t*, behind the request */
  TFM_CRYPTO_CUSTOM,          /* const psa_custom_key_parameters_t*, behind the attributes */
  TFM_CRYPTO_NONCE,           /* const uint8_t*, size_t, behind the request */
  TFM_CRYPTO_INPUT,           /* const uint8_t*, size_t */
  TFM_CRYPTO_LONG_INPUT,      /* the same of any length: the service takes it in pieces */
  TFM_CRYPTO_OUTPUT,          /* uint8_t*, size_t, size_t* */
  TFM_CRYPTO_LONG_OUTPUT,     /* the same of any length */
  TFM_CRYPTO_FILLED,          /* uint8_t*, size_t: an output of any length that is filled */
  TFM_CRYPTO_ATTRIBUTES_OUT,  /* psa_key_attributes_t*: an output of TFM_CRYPTO_ATTRIBUTES_SIZE */
  TFM_CRYPTO_KEY_OUT,         /* psa_key_id_t*: an output of 4 bytes */
  TFM_CRYPTO_NUMBER_OUT,      /* size_t*: an output of 4 bytes */
};

/* FUNCTION(name, operation, life, arguments...): psa_<name>(). MISSING is one that the library behind the service does
 * not have: the service answers PSA_ERROR_NOT_SUPPORTED. */
#define TFM_CRYPTO_FUNCTIONS(FUNCTION, MISSING)                                                                   \
  FUNCTION(crypto_init, none, NONE, NOTHING)                                                                      \
  FUNCTION(generate_random, none, NONE, FILLED)                                                                   \
                                                                                                                  \
  FUNCTION(import_key, none, NONE, ATTRIBUTES, INPUT, KEY_OUT)                                                    \
  FUNCTION(generate_key, none, NONE, ATTRIBUTES, KEY_OUT)                                                         \
  FUNCTION(generate_key_custom, none, NONE, ATTRIBUTES, CUSTOM, INPUT, KEY_OUT)                                   \
  FUNCTION(copy_key, none, NONE, KEY, ATTRIBUTES, KEY_OUT)                                                        \
  FUNCTION(destroy_key, none, NONE, KEY)                                                                          \
  FUNCTION(purge_key, none, NONE, KEY)                                                                            \
  FUNCTION(open_key, none, NONE, KEY, KEY_OUT)                                                                    \
  FUNCTION(close_key, none, NONE, KEY)                                                                            \
  FUNCTION(get_key_attributes, none, NONE, KEY, ATTRIBUTES_OUT)                                                   \
  FUNCTION(export_key, none, NONE, KEY, OUTPUT)                                                                   \
  FUNCTION(export_public_key, none, NONE, KEY, OUTPUT)                                                            \
                                                                                                                  \
  FUNCTION(hash_compute, none, NONE, ALGORITHM, LONG_INPUT, OUTPUT)                                               \
  FUNCTION(hash_compare, none, NONE, ALGORITHM, LONG_INPUT, INPUT)                                                \
  FUNCTION(hash_setup, hash, OPENS, OPERATION, ALGORITHM)                                                         \
  FUNCTION(hash_update, hash, USES, OPERATION, LONG_INPUT)                                                        \
  FUNCTION(hash_finish, hash, CLOSES, OPERATION, OUTPUT)                                                          \
  FUNCTION(hash_verify, hash, CLOSES, OPERATION, INPUT)                                                           \
  FUNCTION(hash_abort, hash, ABORTS, OPERATION)                                                                   \
  FUNCTION(hash_clone, hash, CLONES, SOURCE, OPERATION)                                                           \
  MISSING(hash_suspend, hash, CLOSES, OPERATION, OUTPUT)                                                          \
  MISSING(hash_resume, hash, OPENS, OPERATION, INPUT)                                                             \
                                                                                                                  \
  FUNCTION(mac_compute, none, NONE, KEY, ALGORITHM, LONG_INPUT, OUTPUT)                                           \
  FUNCTION(mac_verify, none, NONE, KEY, ALGORITHM, LONG_INPUT, INPUT)                                             \
  FUNCTION(mac_sign_setup, mac, OPENS, OPERATION, KEY, ALGORITHM)                                                 \
  FUNCTION(mac_verify_setup, mac, OPENS, OPERATION, KEY, ALGORITHM)                                               \
  FUNCTION(mac_update, mac, USES, OPERATION, LONG_INPUT)                                                          \
  FUNCTION(mac_sign_finish, mac, CLOSES, OPERATION, OUTPUT)                                                       \
  FUNCTION(mac_verify_finish, mac, CLOSES, OPERATION, INPUT)                                                      \
  FUNCTION(mac_abort, mac, ABORTS, OPERATION)                                                                     \
                                                                                                                  \
  FUNCTION(cipher_encrypt, none, NONE, KEY, ALGORITHM, INPUT, OUTPUT)                                             \
  FUNCTION(cipher_decrypt, none, NONE, KEY, ALGORITHM, INPUT, OUTPUT)                                             \
  FUNCTION(cipher_encrypt_setup, cipher, OPENS, OPERATION, KEY, ALGORITHM)                                        \
  FUNCTION(cipher_decrypt_setup, cipher, OPENS, OPERATION, KEY, ALGORITHM)                                        \
  FUNCTION(cipher_generate_iv, cipher, USES, OPERATION, OUTPUT)                                                   \
  FUNCTION(cipher_set_iv, cipher, USES, OPERATION, NONCE)                                                         \
  FUNCTION(cipher_update, cipher, USES, OPERATION, LONG_INPUT, LONG_OUTPUT)                                       \
  FUNCTION(cipher_finish, cipher, CLOSES, OPERATION, OUTPUT)                                                      \
  FUNCTION(cipher_abort, cipher, ABORTS, OPERATION)                                                               \
                                                                                                                  \
  FUNCTION(aead_encrypt, none, NONE, KEY, ALGORITHM, NONCE, INPUT, INPUT, OUTPUT)                                 \
  FUNCTION(aead_decrypt, none, NONE, KEY, ALGORITHM, NONCE, INPUT, INPUT, OUTPUT)                                 \
  FUNCTION(aead_encrypt_setup, aead, OPENS, OPERATION, KEY, ALGORITHM)                                            \
  FUNCTION(aead_decrypt_setup, aead, OPENS, OPERATION, KEY, ALGORITHM)                                            \
  FUNCTION(aead_generate_nonce, aead, USES, OPERATION, OUTPUT)                                                    \
  FUNCTION(aead_set_nonce, aead, USES, OPERATION, NONCE)                                                          \
  FUNCTION(aead_set_lengths, aead, USES, OPERATION, NUMBER, NUMBER)                                               \
  FUNCTION(aead_update_ad, aead, USES, OPERATION, LONG_INPUT)                                                     \
  FUNCTION(aead_update, aead, USES, OPERATION, LONG_INPUT, LONG_OUTPUT)                                           \
  FUNCTION(aead_finish, aead, CLOSES, OPERATION, OUTPUT, OUTPUT)                                                  \
  FUNCTION(aead_verify, aead, CLOSES, OPERATION, OUTPUT, INPUT)                                                   \
  FUNCTION(aead_abort, aead, ABORTS, OPERATION)                                                                   \
                                                                                                                  \
  FUNCTION(sign_message, none, NONE, KEY, ALGORITHM, INPUT, OUTPUT)                                               \
  FUNCTION(verify_message, none, NONE, KEY, ALGORITHM, INPUT, INPUT)                                              \
  FUNCTION(sign_hash, none, NONE, KEY, ALGORITHM, INPUT, OUTPUT)                                                  \
  FUNCTION(verify_hash, none, NONE, KEY, ALGORITHM, INPUT, INPUT)                                                 \
  FUNCTION(asymmetric_encrypt, none, NONE, KEY, ALGORITHM, INPUT, INPUT, OUTPUT)                                  \
  FUNCTION(asymmetric_decrypt, none, NONE, KEY, ALGORITHM, INPUT, INPUT, OUTPUT)                                  \
  FUNCTION(raw_key_agreement, none, NONE, ALGORITHM, KEY, INPUT, OUTPUT)                                          \
  MISSING(key_agreement, none, NONE, KEY, INPUT, ALGORITHM, ATTRIBUTES, KEY_OUT)                                  \
                                                                                                                  \
  FUNCTION(key_derivation_setup, key_derivation, OPENS, OPERATION, ALGORITHM)                                     \
  FUNCTION(key_derivation_get_capacity, key_derivation, USES, CONST_OPERATION, NUMBER_OUT)                        \
  FUNCTION(key_derivation_set_capacity, key_derivation, USES, OPERATION, NUMBER)                                  \
  FUNCTION(key_derivation_input_bytes, key_derivation, USES, OPERATION, STEP, INPUT)                              \
  FUNCTION(key_derivation_input_integer, key_derivation, USES, OPERATION, STEP, NUMBER64)                         \
  FUNCTION(key_derivation_input_key, key_derivation, USES, OPERATION, STEP, KEY)                                  \
  FUNCTION(key_derivation_key_agreement, key_derivation, USES, OPERATION, STEP, KEY, INPUT)                       \
  FUNCTION(key_derivation_output_bytes, key_derivation, USES, OPERATION, FILLED)                                  \
  FUNCTION(key_derivation_output_key, key_derivation, USES, ATTRIBUTES, OPERATION, KEY_OUT)                       \
  FUNCTION(key_derivation_output_key_custom, key_derivation, USES, ATTRIBUTES, OPERATION, CUSTOM, INPUT, KEY_OUT) \
  MISSING(key_derivation_verify_bytes, key_derivation, USES, OPERATION, INPUT)                                    \
  MISSING(key_derivation_verify_key, key_derivation, USES, OPERATION, KEY)                                        \
  FUNCTION(key_derivation_abort, key_derivation, ABORTS, OPERATION)

/* The numbers of the functions: TFM_CRYPTO_hash_compute and so on. */
#define TFM_CRYPTO_NUMBER_OF(name, ...) TFM_CRYPTO_##name,
enum tfm_crypto_function { TFM_CRYPTO_FUNCTIONS(TFM_CRYPTO_NUMBER_OF, TFM_CRYPTO_NUMBER_OF) TFM_CRYPTO_FUNCTION_COUNT };

#endif
