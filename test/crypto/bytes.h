// SPDX-License-Identifier: Apache-2.0

/* Test vectors as they are published: texts of hexadecimal digits. */
#ifndef BYTES_H
#define BYTES_H

#include "psa/crypto.h"
#include "scenario.h"

enum { MOST_BYTES = 1280 };

struct bytes {
  uint8_t at[MOST_BYTES];
  size_t length;
};

struct bytes bytes_of(const char* hex);

/* Whether these are the bytes of the text. */
int is_hex(const uint8_t* bytes, size_t length, const char* hex);
#define EXPECT_HEX(bytes, length, hex) EXPECT(is_hex(bytes, length, hex))

/* Imports a key from such a text; 0 if that fails. */
psa_key_id_t key_of(psa_key_type_t type, psa_algorithm_t algorithm, psa_key_usage_t usage, const char* hex);

/* The stories of the other files. */
extern const struct story vector_stories[];
extern const size_t vector_story_count;
extern const struct story key_stories[];
extern const size_t key_story_count;
extern const struct story function_stories[];
extern const size_t function_story_count;
extern const struct story length_stories[];
extern const size_t length_story_count;
extern const struct story client_stories[];
extern const size_t client_story_count;

#endif
