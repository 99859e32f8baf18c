// SPDX-License-Identifier: Apache-2.0

// Reads CBOR (RFC 8949) that comes from a stranger. Only the deterministic form is taken (section 4.2.1): known
// lengths, shortest heads, sorted keys without duplicates. So a text has one reading, and no input needs more memory
// than a small multiple of its size.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace postern::token {

/// What is wrong with the bytes, as a sentence for the user.
class Malformed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Value {
  enum class Kind { number, negative, bytes, text, array, map, tag, simple };

  Kind kind = Kind::simple;
  std::uint64_t number = 0;  // of a negative number: -1 minus it; the number of a tag or of a simple value
  std::string bytes;         // of a string or text
  std::vector<Value> items;  // of a map: key, value, key, value and so on; of a tag: one

  /// The value for a key that is a number, or nullptr.
  [[nodiscard]] const Value* find(std::uint64_t key) const;
};

/// The items in each other may be so deep.
inline constexpr unsigned kDeepest = 16;

/// Exactly one item. Throws Malformed.
[[nodiscard]] Value read_cbor(std::string_view bytes);

/// The head of a byte string, for what has to be signed.
[[nodiscard]] std::string head_of_bytes(std::size_t length);

}  // namespace postern::token
