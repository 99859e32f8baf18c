// SPDX-License-Identifier: Apache-2.0

// A board as board.yaml describes it: its memory, interrupts and devices, and the owner of each address. No address of
// a board is written anywhere else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "text/source.hpp"

namespace postern {

enum class Architecture { armv8m, host };

/// Of the UARTs of the secure log and of the non-secure world.
enum class UartKind { cmsdk, pl011 };

struct Memory {
  std::uint64_t base = 0;
  std::uint64_t size = 0;

  [[nodiscard]] std::uint64_t end() const { return base + size; }
};

/// A bit of the board's security controller: a device's `gate` lets unprivileged secure code reach it, its `port` gives
/// it to the non-secure world.
struct Gate {
  std::uint64_t address = 0;
  unsigned bit = 0;
};

/// `none`: a partition that had the device would control more than the device, so it is withheld.
enum class Owner { partition, image, kernel, non_secure, none };

struct Device {
  Memory memory;
  Position at;
  std::optional<Gate> gate;
  std::vector<std::uint64_t> also = {};  // its aliases
  Owner owner = Owner::partition;
  std::string because = {};  // why it is withheld
  std::optional<Gate> port = {};
};

/// A memory of the machine, with all its aliases.
struct Storage {
  std::uint64_t size = 0;
  std::vector<std::uint64_t> bases;        // the first is the one that secure programs use
  std::vector<std::uint64_t> controllers;  // each controls one of as many equal parts, in order
  Position at;
};

/// A range of addresses with one owner.
struct Place {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::uint64_t home = 0;  // the address that its owner uses for `first`
  Owner owner = Owner::none;
  std::string name;
  std::string because;
  bool is_memory = false;
};

struct Board {
  std::string name;
  bool is_any = false;  // no board is known: a manifest may name any interrupt and any device
  Architecture architecture = Architecture::armv8m;
  unsigned mpu_regions = 8;
  Position mpu_regions_at;
  bool privileged_execute_never = false;  // the MPU has it (Armv8.1-M)
  bool fpu = false;                       // the processor can have one
  bool mve = false;                       // and the vector extension
  std::vector<unsigned> isolation_levels{1};
  Position isolation_levels_at;
  std::map<std::string, Memory, std::less<>> memory;  // by the names of memory_names()
  std::map<std::string, Position, std::less<>> memory_at;
  std::vector<std::string> non_secure_memory;  // the memories a non-secure vector may lie in
  std::map<std::string, Storage, std::less<>> storage;
  std::optional<Memory> secure_devices;  // the range of all secure devices
  unsigned interrupt_count = 0;
  std::map<std::string, Located<unsigned>, std::less<>> interrupts;
  std::set<unsigned> non_secure_interrupts;
  std::map<std::string, Device, std::less<>> devices;        // that a partition may ask for
  std::map<std::string, Device, std::less<>> other_devices;  // that no partition may have
  std::string log;                                           // the kernel's devices, by name
  UartKind uart = UartKind::cmsdk;
  std::string system_counter;
  std::vector<Place> places;  // in order of address, without overlaps; gaps hold nothing

  /// Size 0 when the board has no such memory, as on a host.
  [[nodiscard]] Memory memory_of(const std::string& memory_name) const;
};

/// The vocabulary of every board, for a manifest that is checked without one.
[[nodiscard]] Board any_board();

}  // namespace postern
