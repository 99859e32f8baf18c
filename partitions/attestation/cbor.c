/* SPDX-License-Identifier: Apache-2.0 */

#include "cbor.h"

#include <string.h>

enum major { UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG };

enum { MAJOR_SHIFT = 5, FIRST_LONG = 24, BITS_OF_BYTE = 8 };

static void put(struct cbor* to, uint32_t byte) {
  if (to->size < to->room) {
    to->at[to->size] = (uint8_t)byte;
  }
  to->size++;
}

static void put_all(struct cbor* to, const void* bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    put(to, ((const uint8_t*)bytes)[i]);
  }
}

/* The shortest of five forms: the argument in the first byte, or in 1, 2 or 4 bytes behind it. */
static void head(struct cbor* to, enum major major, uint32_t argument) {
  const uint32_t first = (uint32_t)major << MAJOR_SHIFT;
  if (argument < FIRST_LONG) {
    put(to, first | argument);
    return;
  }
  const uint32_t form = argument > UINT8_MAX ? (argument > UINT16_MAX ? 2 : 1) : 0;
  put(to, first | (FIRST_LONG + form));
  for (uint32_t bytes = 1U << form; bytes-- > 0;) {
    put(to, argument >> (bytes * BITS_OF_BYTE));
  }
}

void cbor_unsigned(struct cbor* to, uint32_t value) { head(to, UNSIGNED, value); }

void cbor_integer(struct cbor* to, int32_t value) {
  if (value < 0) {
    head(to, NEGATIVE, ~(uint32_t)value); /* -1 - value */
  } else {
    head(to, UNSIGNED, (uint32_t)value);
  }
}

void cbor_bytes_head(struct cbor* to, size_t length) { head(to, BYTES, (uint32_t)length); }

void cbor_bytes(struct cbor* to, const uint8_t* bytes, size_t length) {
  cbor_bytes_head(to, length);
  put_all(to, bytes, length);
}

void cbor_text(struct cbor* to, const char* text) {
  const size_t length = strlen(text);
  head(to, TEXT, (uint32_t)length);
  put_all(to, text, length);
}

void cbor_array(struct cbor* to, uint32_t items) { head(to, ARRAY, items); }

void cbor_map(struct cbor* to, uint32_t pairs) { head(to, MAP, pairs); }

void cbor_tag(struct cbor* to, uint32_t tag) { head(to, TAG, tag); }
