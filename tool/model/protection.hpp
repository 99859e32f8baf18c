// SPDX-License-Identifier: Apache-2.0

// Manifests as regions of the MPU: the regions that partitions ask for, which partitions share a domain, how many
// regions fit. Both check/ and plan/ call it, so it is below both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/board.hpp"
#include "model/manifest.hpp"

namespace postern {

/// A region of a domain, between linker symbols or between numbers. Level 1 has three regions for everything secure,
/// and regions for the non-secure memory and the secure devices. Above level 1 a region belongs to an area, or reserves
/// for the kernel what is below or above the area: RAM, and on an MPU that can stop the kernel from executing it, code.
struct Row {
  enum class Kind {
    nothing,
    all_text,
    all_constants,
    all_ram,
    non_secure_code,
    non_secure_ram,
    secure_devices,
    gates,
    text,
    constants,
    data,
    below_data,
    above_data,
    kernel_text,
    below_text,
    below_constants,
    above_constants,
    device
  };

  Kind kind;
  unsigned area = 0;       // that it belongs to
  std::uint64_t base = 0;  // of devices
  std::uint64_t size = 0;
  bool writable = false;
};

struct Domain {
  std::vector<Row> rows;     // for the MPU; those beyond its slots are loaded on demand
  std::vector<Row> covered;  // where buffers may also be; another region grants the access
};

/// The domain of level 1; `devices` are those of all partitions.
[[nodiscard]] Domain domain_of_level_1(const Board& board, const std::vector<Row>& devices);

/// The MMIO regions of partitions that share a domain, in order of address; adjacent ones with the same rights become
/// one region.
[[nodiscard]] std::vector<Row> device_rows(const std::vector<const Manifest*>& owners);

/// The manifests that share a domain at this level, as indices into `manifests`: all, all of one type, or each by
/// itself.
[[nodiscard]] std::vector<std::vector<unsigned>> domains_of(const std::vector<const Manifest*>& manifests,
                                                            unsigned level);

/// The regions after the fixed ones in the domain of these partitions, in order of address.
[[nodiscard]] std::vector<Row> rows_of_devices(const std::vector<const Manifest*>& owners, unsigned level,
                                               const Board& board);

/// The number of regions that every domain has before its devices, at this level of the board. They are always loaded.
[[nodiscard]] unsigned fixed_rows(unsigned level, const Board& board);

/// How many of these device regions one instruction may need at once.
[[nodiscard]] std::size_t rows_at_once(const std::vector<Row>& devices);

/// A mapped vector in another domain's memory needs these slots: its own, and one for the memory behind it, which the
/// kernel keeps.
inline constexpr std::size_t kRowsOfMapping = 2;

/// The MPU's alias registers load regions in groups of this size.
inline constexpr std::size_t kRowGroup = 4;

/// The number of MPU slots that a context switch can load.
[[nodiscard]] std::size_t usable_slots(unsigned level, const Board& board);

}  // namespace postern
