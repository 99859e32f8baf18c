// SPDX-License-Identifier: Apache-2.0

// What lies in the flash. The blocks are a ring; the block with sequence number s has the index s % blocks:
//
//   block:   superblock, copies..., base record, records...
//   record:  head, data and its CRC (only if there is data), commit
//
// Each part begins at a program unit and is programmed once. Numbers are little-endian. A superblock and a head have
// the same size and end with their CRC; that of a head also covers the sequence number, so what an interrupted erase
// leaves of an older block has no valid record.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "flash.h"

namespace storage {

inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::uint32_t kMagic = 0x4C4F4700U;  // in the upper three bytes; the version is in the lowest

using Words = std::array<std::uint32_t, 6>;
inline constexpr std::size_t kHeadSize = sizeof(Words);
inline constexpr std::size_t kCrcSize = sizeof(std::uint32_t);

enum class SuperblockWord : std::uint8_t { magic_and_version, block_size, blocks, program_unit, sequence, crc };
enum class HeadWord : std::uint8_t { uid_low, uid_high, owner, kind_and_length, flags, crc };

// `copy` is a put that moved from the oldest block; a removal ends all that is older.
enum class Kind : std::uint8_t { base = 1, put = 2, removal = 3, copy = 4 };

inline constexpr std::uint32_t kKindShift = 24;
inline constexpr std::uint32_t kLargestLength = (1U << kKindShift) - 1;

constexpr std::uint64_t in_units(std::uint64_t size, std::uint32_t unit) { return (size + unit - 1) / unit * unit; }

/// Whether so many assets of this size fit, with room to replace each of them. The store refuses what does not fit so.
constexpr bool has_capacity(const storage_geometry& flash, std::uint64_t assets, std::uint64_t size) {
  const std::uint32_t unit = flash.program_unit;
  const std::uint64_t overhead = in_units(kHeadSize, unit) + in_units(kCrcSize, unit);
  const std::uint64_t record = overhead + in_units(size + kCrcSize, unit);
  const std::uint64_t room = flash.block_size - in_units(kHeadSize, unit) - overhead;
  return record <= room && assets * record + record <= (flash.blocks - 1) * (room - record);
}

}  // namespace storage
