// SPDX-License-Identifier: Apache-2.0

// CRC-32 (reflected polynomial 0xEDB88320). It detects accidents; it does not authenticate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace storage {

inline constexpr std::uint32_t kCrcStart = 0xFFFFFFFFU;

/// Continues a CRC that began with kCrcStart, or with another number that it is to depend on.
[[nodiscard]] std::uint32_t crc_of(std::span<const std::byte> bytes, std::uint32_t crc);

}  // namespace storage
