/* SPDX-License-Identifier: Apache-2.0 */

/* One call of each kind to the services of partitions/. ../main.c describes the windows. The random numbers that some
 * of them draw do not change what they execute. */
#include <stdio.h>

#include "ns_platform.h"
#include "psa/crypto.h"
#include "psa/initial_attestation.h"
#include "psa/internal_trusted_storage.h"
#include "psa/protected_storage.h"
#include "tfm_platform_api.h"

enum { ASSET = 1, ASSET_BYTES = 64, COUNTER = 0 };

static uint8_t bytes[ASSET_BYTES];
static uint8_t digest[32];
static psa_key_id_t aes_key;
static psa_key_id_t point;
static unsigned cases;
static unsigned failed;

void bench_begin(void);
void bench_end(void);

__attribute__((noinline)) void bench_begin(void) { __asm volatile("@ begin" ::: "memory"); }
__attribute__((noinline)) void bench_end(void) { __asm volatile("@ end" ::: "memory"); }

static int nothing(void) { return 0; }

static int its_set(void) { return psa_its_set(ASSET, sizeof bytes, bytes, PSA_STORAGE_FLAG_NONE); }

static int its_get(void) {
  size_t size;
  return psa_its_get(ASSET, 0, sizeof bytes, bytes, &size);
}

static int its_remove(void) { return psa_its_remove(ASSET); }

static int ps_set(void) { return psa_ps_set(ASSET, sizeof bytes, bytes, PSA_STORAGE_FLAG_NONE); }

static int ps_get(void) {
  size_t size;
  return psa_ps_get(ASSET, 0, sizeof bytes, bytes, &size);
}

static int ps_remove(void) { return psa_ps_remove(ASSET); }

static int counter_read(void) {
  uint32_t value;
  return (int)tfm_platform_nv_counter_read(COUNTER, sizeof value, (uint8_t*)&value);
}

static int counter_increment(void) { return (int)tfm_platform_nv_counter_increment(COUNTER); }

static int sha256(void) {
  size_t size;
  return psa_hash_compute(PSA_ALG_SHA_256, bytes, sizeof bytes, digest, sizeof digest, &size);
}

static int encrypt(void) {
  static const uint8_t nonce[12];
  uint8_t sealed[ASSET_BYTES + 16];
  size_t size;
  return psa_aead_encrypt(aes_key, PSA_ALG_CCM, nonce, sizeof nonce, NULL, 0, bytes, sizeof bytes, sealed,
                          sizeof sealed, &size);
}

static int token(void) {
  static uint8_t made[512];
  size_t size;
  return psa_initial_attest_get_token(digest, sizeof digest, made, sizeof made, &size);
}

/* RFC 6979, A.2.5: P-256 with SHA-256, the message "sample". */
static int verify(void) {
  static const uint8_t hash[] = {0xAF, 0x2B, 0xDB, 0xE1, 0xAA, 0x9B, 0x6E, 0xC1, 0xE2, 0xAD, 0xE1,
                                 0xD6, 0x94, 0xF4, 0x1F, 0xC7, 0x1A, 0x83, 0x1D, 0x02, 0x68, 0xE9,
                                 0x89, 0x15, 0x62, 0x11, 0x3D, 0x8A, 0x62, 0xAD, 0xD1, 0xBF};
  static const uint8_t signature[] = {0xEF, 0xD4, 0x8B, 0x2A, 0xAC, 0xB6, 0xA8, 0xFD, 0x11, 0x40, 0xDD, 0x9C, 0xD4,
                                      0x5E, 0x81, 0xD6, 0x9D, 0x2C, 0x87, 0x7B, 0x56, 0xAA, 0xF9, 0x91, 0xC3, 0x4D,
                                      0x0E, 0xA8, 0x4E, 0xAF, 0x37, 0x16, 0xF7, 0xCB, 0x1C, 0x94, 0x2D, 0x65, 0x7C,
                                      0x41, 0xD4, 0x36, 0xC7, 0xA1, 0xB6, 0xE2, 0x9F, 0x65, 0xF3, 0xE9, 0x00, 0xDB,
                                      0xB9, 0xAF, 0xF4, 0x06, 0x4D, 0xC4, 0xAB, 0x2F, 0x84, 0x3A, 0xCD, 0xA8};
  return psa_verify_hash(point, PSA_ALG_ECDSA(PSA_ALG_SHA_256), hash, sizeof hash, signature, sizeof signature);
}

static int import(psa_key_type_t type, size_t bits, psa_key_usage_t usage, psa_algorithm_t algorithm,
                  const uint8_t* key, size_t size, psa_key_id_t* id) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, type);
  psa_set_key_bits(&attributes, bits);
  psa_set_key_usage_flags(&attributes, usage);
  psa_set_key_algorithm(&attributes, algorithm);
  return psa_import_key(&attributes, key, size, id);
}

static int import_keys(void) {
  static const uint8_t aes[16];
  static const uint8_t of_the_rfc[] = {0x04, 0x60, 0xFE, 0xD4, 0xBA, 0x25, 0x5A, 0x9D, 0x31, 0xC9, 0x61, 0xEB, 0x74,
                                       0xC6, 0x35, 0x6D, 0x68, 0xC0, 0x49, 0xB8, 0x92, 0x3B, 0x61, 0xFA, 0x6C, 0xE6,
                                       0x69, 0x62, 0x2E, 0x60, 0xF2, 0x9F, 0xB6, 0x79, 0x03, 0xFE, 0x10, 0x08, 0xB8,
                                       0xBC, 0x99, 0xA4, 0x1A, 0xE9, 0xE9, 0x56, 0x28, 0xBC, 0x64, 0xF2, 0xF1, 0xB2,
                                       0x0C, 0x2D, 0x7E, 0x9F, 0x51, 0x77, 0xA3, 0xC2, 0x94, 0xD4, 0x46, 0x22, 0x99};
  const int status = import(PSA_KEY_TYPE_AES, 128, PSA_KEY_USAGE_ENCRYPT, PSA_ALG_CCM, aes, sizeof aes, &aes_key);
  if (status != 0) {
    return status;
  }
  return import(PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), 256, PSA_KEY_USAGE_VERIFY_HASH,
                PSA_ALG_ECDSA(PSA_ALG_SHA_256), of_the_rfc, sizeof of_the_rfc, &point);
}

/* NAME is between the words "window ns-service." and " 1". */
static void measure(const char* name, int (*call)(void)) {
  ns_print("window ns-service.");
  ns_print(name);
  ns_print(" 1\n");
  bench_begin();
  const int status = call();
  bench_end();
  cases++;
  failed += status != 0;
}

int main(void) {
  failed += import_keys() != 0 || its_set() != 0 || ps_set() != 0; /* the first put formats the flash */
  measure("empty", nothing);
  measure("its_set64", its_set);
  measure("its_get64", its_get);
  measure("its_remove", its_remove);
  measure("ps_set64", ps_set);
  measure("ps_get64", ps_get);
  measure("ps_remove", ps_remove);
  measure("counter_increment", counter_increment);
  measure("counter_read", counter_read);
  measure("sha256_64", sha256);
  measure("aes128_ccm_64", encrypt);
  measure("ecdsa_p256_verify", verify);
  measure("token", token);
  char end[48];
  (void)snprintf(end, sizeof end, "END services %u cases %u failed\n", cases, failed);
  ns_print(end);
  ns_exit(failed == 0 ? 0 : 1);
}
