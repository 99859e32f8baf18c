// SPDX-License-Identifier: Apache-2.0

// One call of a client: its request, its vectors as copies in the service's buffer, and what its function needs
// besides.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "operations.hpp"
#include "psa/crypto.h"
#include "psa/service.h"
#include "tfm_crypto_defs.h"

namespace postern::crypto {

inline constexpr std::size_t kWord = sizeof(std::uint32_t);
inline constexpr std::size_t kBehind = TFM_CRYPTO_REQUEST_WORDS * kWord;  // where the variable part of a request begins
inline constexpr std::size_t kMaxVectors = 3;                             // besides the request
inline constexpr std::uint32_t kRequestVector = 0;
inline constexpr std::uint32_t kFirstInput = 1;

struct Vector {
  std::uint8_t* base;
  std::size_t size;  // of a long one: that of a piece
  std::size_t
      length;  // of an output: the bytes that go back to the client; of a long one: those that are still to come
};

struct Call {
  const psa_msg_t* message;
  std::int32_t client;
  std::array<std::uint8_t, kBehind + TFM_CRYPTO_INLINE_SIZE> request;
  std::size_t request_size;
  std::array<Vector, kMaxVectors> inputs;
  std::array<Vector, kMaxVectors> outputs;
  Operation* operation;
  Operation* source;  // of a clone

  // Arguments that the library takes by address.
  psa_key_attributes_t attributes;
  psa_custom_key_parameters_t custom;
  mbedtls_svc_key_id_t key;
  std::size_t number;

  // How far the arguments have been taken.
  std::size_t behind;
  std::uint32_t next_input;
  std::uint32_t next_output;

  /// A little-endian word of the request.
  [[nodiscard]] std::uint32_t word_at(std::size_t offset) const {
    std::uint32_t word = 0;
    for (std::size_t i = kWord; i-- > 0;) {
      word = word << 8U | request[offset + i];
    }
    return word;
  }
  [[nodiscard]] std::uint32_t handle() const { return word_at(0); }
  [[nodiscard]] std::uint32_t key_word() const { return word_at(kWord); }
  [[nodiscard]] psa_algorithm_t algorithm() const { return word_at(2 * kWord); }
  [[nodiscard]] std::uint32_t step() const { return word_at(3 * kWord); }

  /// The next word behind the request.
  std::uint32_t next_word() {
    const std::uint32_t word = word_at(behind);
    behind += kWord;
    return word;
  }
};

}  // namespace postern::crypto
