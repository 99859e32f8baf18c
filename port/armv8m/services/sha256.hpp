// SPDX-License-Identifier: Apache-2.0

// SHA-256 (FIPS 180-4) for measurements at boot, where no partition runs yet. It is written for size; messages are as
// long as memory can be, below 512 MB.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace port {

class Sha256 {
 public:
  using Hash = std::array<std::uint8_t, 32>;

  /// No byte is read twice, and none is kept for longer than the next 64.
  void add(const std::uint8_t* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      add(bytes[i]);
    }
  }

  [[nodiscard]] Hash finish() {
    const std::uint64_t bits = std::uint64_t{size_} * 8;
    add(kEndMark);
    while (size_ % kBlock != kBlock - sizeof bits) {
      add(0);
    }
    for (unsigned shift = 64; shift != 0;) {
      shift -= 8;
      add(static_cast<std::uint8_t>(bits >> shift));
    }
    Hash hash;
    for (std::size_t i = 0; i < hash.size(); ++i) {
      hash[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - i % 4 * 8));
    }
    return hash;
  }

 private:
  static constexpr std::size_t kBlock = 64;
  static constexpr std::uint8_t kEndMark = 0x80;
  static constexpr std::size_t kRounds = 64;

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  static constexpr std::array<std::uint32_t, kRounds> kConstants{
      0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
      0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
      0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
      0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
      0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
      0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
      0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
      0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2};

  void add(std::uint8_t byte) {
    const std::size_t at = size_++ % kBlock;
    std::uint32_t& word = words_[at / 4];
    word = word << 8U | byte;
    if (at == kBlock - 1) {
      compress();
    }
  }

  /// The next 16 words of the schedule replace the last ones as they are used.
  void compress() {
    std::array<std::uint32_t, 8> s = state_;
    for (std::size_t i = 0; i < kRounds; ++i) {
      std::uint32_t& word = words_[i % 16];
      if (i >= 16) {
        const std::uint32_t w15 = words_[(i + 1) % 16];
        const std::uint32_t w2 = words_[(i + 14) % 16];
        word += words_[(i + 9) % 16] + (std::rotr(w15, 7) ^ std::rotr(w15, 18) ^ w15 >> 3U) +
                (std::rotr(w2, 17) ^ std::rotr(w2, 19) ^ w2 >> 10U);
      }
      const std::uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
      const std::uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
      const std::uint32_t first =
          s[7] + (std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25)) + choice + kConstants[i] + word;
      const std::uint32_t second = (std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22)) + majority;
      s = {first + second, s[0], s[1], s[2], s[3] + first, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < s.size(); ++i) {
      state_[i] += s[i];
    }
  }

  std::array<std::uint32_t, 8> state_{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                      0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
  std::array<std::uint32_t, 16> words_{};
  std::size_t size_ = 0;
};

}  // namespace port
