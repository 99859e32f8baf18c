// SPDX-License-Identifier: Apache-2.0

#include "crc.hpp"

#include <array>

namespace storage {

namespace {

constexpr std::uint32_t kPolynomial = 0xEDB88320U;
constexpr unsigned kBits = 4;  // a table for four bits at a time: half the speed of eight, a sixteenth of the size

constexpr std::array<std::uint32_t, 1U << kBits> make_table() {
  std::array<std::uint32_t, 1U << kBits> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (unsigned bit = 0; bit < kBits; ++bit) {
      value = (value >> 1U) ^ ((value & 1U) != 0 ? kPolynomial : 0);
    }
    table[i] = value;
  }
  return table;
}

constexpr auto kTable = make_table();

}  // namespace

std::uint32_t crc_of(std::span<const std::byte> bytes, std::uint32_t crc) {
  for (const std::byte byte : bytes) {
    crc ^= static_cast<std::uint32_t>(byte);
    crc = (crc >> kBits) ^ kTable[crc % kTable.size()];
    crc = (crc >> kBits) ^ kTable[crc % kTable.size()];
  }
  return crc;
}

}  // namespace storage
