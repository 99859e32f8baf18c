/* SPDX-License-Identifier: Apache-2.0 */

/* What a product gets from the services, in two starts of one device. The first start makes a signing key and then
 * stores without end, until the power fails. The second one finds the same key, and what was stored last. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ns_platform.h"
#include "psa/crypto.h"
#include "psa/initial_attestation.h"
#include "psa/internal_trusted_storage.h"
#include "tfm_platform_api.h"

enum { SIGNING_KEY = 1, STARTS = 0, POINT_BYTES = 65, SIGNATURE_BYTES = 64, DIARY = 7, SHOWN_ENTRIES = 5 };

/* An entry of the diary holds its number on every line, so a torn one would show. */
struct entry {
  uint32_t lines[40];
};

static char line[1200];
static int checks;
static int failures;

static void check(bool is_right, const char* what) {
  checks++;
  failures += !is_right;
  ns_print(is_right ? "    ok: " : "    WRONG: ");
  ns_print(what);
  ns_print("\n");
}

static void print_bytes(const char* what, const uint8_t* bytes, size_t size) {
  size_t at = (size_t)snprintf(line, sizeof line, "    %s ", what);
  for (size_t i = 0; i < size && at + 3 < sizeof line; i++) {
    at += (size_t)snprintf(line + at, sizeof line - at, "%02x", bytes[i]);
  }
  ns_print(line);
  ns_print("\n");
}

static psa_status_t make_key(void) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_key_id_t id;

  psa_set_key_id(&attributes, SIGNING_KEY);
  psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
  psa_set_key_bits(&attributes, 256);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_MESSAGE | PSA_KEY_USAGE_VERIFY_MESSAGE);
  psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
  return psa_generate_key(&attributes, &id);
}

/* A key pair whose private part is only ever in the Crypto service. */
static void use_the_key(bool is_first_start) {
  static const uint8_t message[] = "I am the device that you think I am.";
  uint8_t point[POINT_BYTES];
  uint8_t signature[SIGNATURE_BYTES];
  size_t size;

  ns_print("Crypto\n");
  if (is_first_start) {
    check(make_key() == PSA_SUCCESS, "a signing key is made in the service");
  }
  check(psa_export_public_key(SIGNING_KEY, point, sizeof point, &size) == PSA_SUCCESS,
        "the service tells its public part");
  print_bytes("public key", point, size);
  check(psa_sign_message(SIGNING_KEY, PSA_ALG_ECDSA(PSA_ALG_SHA_256), message, sizeof message, signature,
                         sizeof signature, &size) == PSA_SUCCESS,
        "it signs a message");
  check(psa_verify_message(SIGNING_KEY, PSA_ALG_ECDSA(PSA_ALG_SHA_256), message, sizeof message, signature, size) ==
            PSA_SUCCESS,
        "the signature is right");
  check(psa_export_key(SIGNING_KEY, point, sizeof point, &size) == PSA_ERROR_NOT_PERMITTED,
        "the private part does not leave");
}

/* The challenge is 64 hexadecimal digits of the command line. */
static void prove(void) {
  static uint8_t token[512];
  uint8_t challenge[PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32];
  char words[100] = "";
  size_t size = 0;

  ns_print("Initial Attestation\n");
  ns_command_line(words, sizeof words);
  const char* const digits = strrchr(words, ' ');
  if (digits == NULL || strlen(digits + 1) != 2 * sizeof challenge) {
    ns_print("    no verifier asks\n");
    return;
  }
  for (size_t i = 0; i < sizeof challenge; i++) {
    const char pair[] = {digits[1 + 2 * i], digits[2 + 2 * i], '\0'};
    challenge[i] = (uint8_t)strtoul(pair, NULL, 16);
  }
  check(psa_initial_attest_get_token(challenge, sizeof challenge, token, sizeof token, &size) == PSA_SUCCESS,
        "a token for the verifier's challenge");
  print_bytes("token", token, size);
}

static uint32_t count_this_start(void) {
  uint32_t starts = 0;

  ns_print("Platform\n");
  check(tfm_platform_nv_counter_increment(STARTS) == TFM_PLATFORM_ERR_SUCCESS &&
            tfm_platform_nv_counter_read(STARTS, sizeof starts, (uint8_t*)&starts) == TFM_PLATFORM_ERR_SUCCESS,
        "a counter that only grows");
  (void)snprintf(line, sizeof line, "    start %" PRIu32 "\n", starts);
  ns_print(line);
  return starts;
}

static void write_diary(uint32_t number) {
  struct entry entry;

  for (unsigned i = 0; i < sizeof entry.lines / sizeof entry.lines[0]; i++) {
    entry.lines[i] = number;
  }
  if (psa_its_set(DIARY, sizeof entry, &entry, PSA_STORAGE_FLAG_NONE) != PSA_SUCCESS) {
    check(false, "the diary is written");
    ns_exit(1);
  }
}

static void read_diary(void) {
  struct entry entry = {{0}};
  bool is_whole = true;
  size_t size;

  ns_print("Internal Trusted Storage\n");
  check(psa_its_get(DIARY, 0, sizeof entry, &entry, &size) == PSA_SUCCESS && size == sizeof entry,
        "the diary is there");
  for (unsigned i = 1; i < sizeof entry.lines / sizeof entry.lines[0]; i++) {
    is_whole = is_whole && entry.lines[i] == entry.lines[0];
  }
  check(is_whole && entry.lines[0] >= SHOWN_ENTRIES,
        "its entry is whole, and not older than the last one that was shown");
  (void)snprintf(line, sizeof line, "    entry %" PRIu32 "\n", entry.lines[0]);
  ns_print(line);
}

int main(void) {
  const bool is_first_start = count_this_start() == 1;

  use_the_key(is_first_start);
  if (is_first_start) {
    ns_print("Internal Trusted Storage\n    writes a diary until the power fails\n");
    for (uint32_t number = 1;; number++) {
      write_diary(number);
      if (number <= SHOWN_ENTRIES) {
        (void)snprintf(line, sizeof line, "    entry %" PRIu32 "\n", number);
        ns_print(line);
      }
    }
  }
  read_diary();
  prove();
  (void)snprintf(line, sizeof line, "END services %d cases %d failed\n", checks, failures);
  ns_print(line);
  ns_exit(failures == 0 ? 0 : 1);
}
