// SPDX-License-Identifier: Apache-2.0

// Authenticated encryption by the Crypto service, in place. The key is derived from the device key, and both stay in
// that service.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "psa/error.h"

namespace postern::ps {

inline constexpr std::size_t kNonceSize = 12;
inline constexpr std::size_t kTagSize = 16;

using Nonce = std::array<std::uint8_t, kNonceSize>;
using Tag = std::array<std::uint8_t, kTagSize>;
using Words = std::span<const std::uint32_t>;

// The two sorts of messages. They never have the same nonce.
enum class Sort : std::uint8_t { object, root };

class Seal {
 public:
  /// Derives the key, once. NOT_SUPPORTED: the board has no device key.
  [[nodiscard]] psa_status_t open();

  /// A nonce of which one part is the version and the other random. INSUFFICIENT_ENTROPY: Crypto has no seed.
  [[nodiscard]] static psa_status_t make_nonce(Sort sort, std::uint32_t version, Nonce& nonce);

  /// Encrypts all of `bytes` but the last kTagSize, which become the tag. The words are authenticated too.
  [[nodiscard]] psa_status_t seal(const Nonce& nonce, Words words, std::span<std::uint8_t> bytes) const;

  /// The reverse. INVALID_SIGNATURE: this is not what was sealed.
  [[nodiscard]] psa_status_t unseal(const Nonce& nonce, Words words, std::span<std::uint8_t> bytes) const;

 private:
  std::uint32_t key_ = 0;
};

}  // namespace postern::ps
