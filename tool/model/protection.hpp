// What the protection unit makes of manifests: the rows that partitions ask for, who shares a domain, and how many rows
// fit. The rules and the plan both ask, so it stands below both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/board.hpp"
#include "model/manifest.hpp"

namespace postern {

/// One row of a protection domain: a run between linker symbols, or one of numbers. Level 1 grants the three runs of
/// everything secure, the non-secure memory and the secure devices; above it a row is an area's, or keeps for the
/// kernel what lies below or above the area's memory: of RAM, and where the unit can keep the kernel from executing it,
/// of code.
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
  unsigned area = 0;       // whose memory
  std::uint64_t base = 0;  // devices
  std::uint64_t size = 0;
  bool writable = false;
};

struct Domain {
  std::vector<Row> rows;     // of the protection unit; those behind its slots are loaded when they are used
  std::vector<Row> covered;  // what buffers may also lie in: the unit grants it by another row
};

/// The domain of level 1, where these are the devices of all partitions.
[[nodiscard]] Domain domain_of_level_1(const Board& board, const std::vector<Row>& devices);

/// The MMIO regions of these partitions, which share a domain, as rows in order of address; adjacent ones with the same
/// rights are one row.
[[nodiscard]] std::vector<Row> device_rows(const std::vector<const Manifest*>& owners);

/// Which manifests share a domain at this level, as indices into `manifests`: all, those of each type, or each by
/// itself.
[[nodiscard]] std::vector<std::vector<unsigned>> domains_of(const std::vector<const Manifest*>& manifests,
                                                            unsigned level);

/// The rows behind the fixed ones of a domain of these partitions, in order of address.
[[nodiscard]] std::vector<Row> rows_of_devices(const std::vector<const Manifest*>& owners, unsigned level,
                                               const Board& board);

/// Rows that every domain has before those of devices, at this isolation level of the board. They are always loaded.
[[nodiscard]] unsigned fixed_rows(unsigned level, const Board& board);

/// How many of these device rows one instruction may need together.
[[nodiscard]] std::size_t rows_at_once(const std::vector<Row>& devices);

/// The unit's alias registers load rows in groups of this size.
inline constexpr std::size_t kRowGroup = 4;

/// Slots that a switch can load, whatever the rows.
[[nodiscard]] std::size_t usable_slots(unsigned level, const Board& board);

}  // namespace postern
