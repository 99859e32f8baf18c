// SPDX-License-Identifier: Apache-2.0

#include "bytes.h"

#include <string.h>

static unsigned digit_of(char letter) {
  return letter <= '9' ? (unsigned)(letter - '0') : (unsigned)(letter - 'a' + 10);
}

struct bytes bytes_of(const char* hex) {
  struct bytes bytes = {{0}, strlen(hex) / 2};
  for (size_t i = 0; i < bytes.length; i++) {
    bytes.at[i] = (uint8_t)(digit_of(hex[2 * i]) << 4 | digit_of(hex[2 * i + 1]));
  }
  return bytes;
}

int is_hex(const uint8_t* bytes, size_t length, const char* hex) {
  const struct bytes wanted = bytes_of(hex);
  return length == wanted.length && memcmp(bytes, wanted.at, length) == 0;
}

psa_key_id_t key_of(psa_key_type_t type, psa_algorithm_t algorithm, psa_key_usage_t usage, const char* hex) {
  const struct bytes bytes = bytes_of(hex);
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, type);
  psa_set_key_algorithm(&attributes, algorithm);
  psa_set_key_usage_flags(&attributes, usage);
  psa_key_id_t key = 0;
  EXPECT_EQ(psa_import_key(&attributes, bytes.at, bytes.length, &key), PSA_SUCCESS);
  return key;
}
