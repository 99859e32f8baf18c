// SPDX-License-Identifier: Apache-2.0

// The machines' own memory maps, as the emulator lists them (`info mtree -f`), and the parts that a partition may have:
// written a second time, independent of board.yaml and of the code that reads it.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace postern::testing {

/// A range of addresses: `size` bytes of a memory or device, from its beginning.
struct Run {
  std::uint64_t first;
  std::uint64_t size;
  std::string thing;
};

/// Memory that a partition may have: bytes `from` to `to` of a thing, through the range that begins at `at` and through
/// no other.
struct Free {
  std::string thing;
  std::uint64_t from;
  std::uint64_t to;
  std::uint64_t at;
};

struct Machine {
  std::string platform;  // arm/mps2/an521
  std::string name;      // mps2-an521
  std::vector<Run> runs;
  std::vector<Free> free;
  std::vector<unsigned> non_secure_interrupts;
  unsigned interrupt_count;
  std::vector<std::string> free_devices;

  /// Whether every byte from `first` to before `end` exists, is free, and has the address that a partition may use.
  [[nodiscard]] bool is_free(std::uint64_t first, std::uint64_t end) const;
  /// The beginnings and ends of all things, at every address of each.
  [[nodiscard]] std::vector<std::uint64_t> edges() const;
};

inline void PrintTo(const Machine& machine, std::ostream* stream) { *stream << machine.name; }

[[nodiscard]] const std::vector<Machine>& machines();

}  // namespace postern::testing
