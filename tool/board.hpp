// What board.yaml says of a board: its memory, interrupts and devices. No address of a board is written anywhere else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diagnostics.hpp"
#include "source.hpp"

namespace postern {

enum class Architecture { armv8m, host };

struct Memory {
  std::uint64_t base = 0;
  std::uint64_t size = 0;
};

/// A bit of the board's security controller that lets unprivileged secure code reach a device.
struct Gate {
  std::uint64_t address = 0;
  unsigned bit = 0;
};

struct Device {
  Memory memory;
  Position at;
  std::optional<Gate> gate;
};

struct Board {
  std::string name;
  Architecture architecture = Architecture::armv8m;
  unsigned mpu_regions = 8;
  Position mpu_regions_at;
  bool privileged_execute_never = false;  // the protection unit knows it (Armv8.1-M)
  std::vector<unsigned> isolation_levels{1};
  Position isolation_levels_at;
  std::map<std::string, Memory, std::less<>> memory;  // by the names of memory_names()
  std::vector<std::string> non_secure_memory;         // the memories a non-secure vector may lie in
  std::optional<Memory> secure_devices;               // the run in which all devices of the secure side lie
  unsigned interrupt_count = 0;
  std::map<std::string, Located<unsigned>, std::less<>> interrupts;
  std::map<std::string, Device, std::less<>> devices;

  /// Zero size when the board has no such memory, which only a host has not.
  [[nodiscard]] Memory memory_of(const std::string& memory_name) const;
};

/// Nothing when a file cannot be read or is wrong; the reason is then in the diagnostics.
///
/// `extras` are files that belong to an image and not to the board: they add devices and interrupt names. What is there
/// already keeps its meaning, it can only get a second name.
[[nodiscard]] std::optional<Board> read_board(const std::string& path, const std::vector<std::string>& extras,
                                              Sources& sources, Diagnostics& diagnostics);

}  // namespace postern
