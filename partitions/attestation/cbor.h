/* SPDX-License-Identifier: Apache-2.0 */

/* An encoder of CBOR (RFC 8949) for what a token has: whole numbers of 32 bits, strings, arrays, maps and tags, each in
 * its shortest form and of known length. A map's keys are the caller's to sort: then the encoding is the deterministic
 * one of section 4.2.1.
 *
 * An encoder without room counts: `size` is what there would be. */
#ifndef CBOR_H
#define CBOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cbor {
  uint8_t* at;
  size_t room;
  size_t size; /* of all that was encoded; more than `room` if not all of it is there */
};

void cbor_unsigned(struct cbor* to, uint32_t value);
void cbor_integer(struct cbor* to, int32_t value);
void cbor_bytes(struct cbor* to, const uint8_t* bytes, size_t length);
void cbor_text(struct cbor* to, const char* text);
/* These announce how many items or pairs follow, and that the next item is tagged. */
void cbor_array(struct cbor* to, uint32_t items);
void cbor_map(struct cbor* to, uint32_t pairs);
void cbor_tag(struct cbor* to, uint32_t tag);

/* The head of a byte string whose bytes are there already, or follow by other means. */
void cbor_bytes_head(struct cbor* to, size_t length);

#ifdef __cplusplus
}
#endif

#endif
