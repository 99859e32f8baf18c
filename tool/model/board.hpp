// SPDX-License-Identifier: Apache-2.0

// A board as board.yaml describes it: its memory, interrupts and devices, and the owner of each address. No address of
// a board is written anywhere else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "text/source.hpp"

namespace postern {

enum class Architecture { armv8m, host };

/// Of the UARTs of the secure log and of the non-secure world. `own`: the board's folder has the code.
enum class UartKind { cmsdk, pl011, own };

/// The security controller that boot has code for. `none`: all controllers are `controllers` of board.yaml.
enum class Subsystem { corstone, none };

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

/// The fields of a controller that decide about a device.
struct Access {
  std::string controller;
  std::vector<unsigned> fields;
  Position at;
};

struct Device {
  Memory memory;
  Position at;
  std::optional<Gate> gate;
  std::vector<std::uint64_t> also = {};  // its aliases
  Owner owner = Owner::partition;
  std::string because = {};  // why it is withheld
  std::optional<Gate> port = {};
  std::vector<Access> access = {};
};

/// A memory of the machine, with all its aliases.
struct Storage {
  std::uint64_t size = 0;
  std::vector<std::uint64_t> bases;        // the first is the one that secure programs use
  std::vector<std::uint64_t> controllers;  // each controls one of as many equal parts, in order
  Position at;
};

/// One register that boot gives a stated value, or, unless `is_written`, only compares with it.
struct FixedRegister {
  std::uint64_t address = 0;
  std::uint32_t value = 0;
  std::uint32_t mask = 0;  // the bits that are compared
  std::uint32_t key = 0;   // belongs to each write, and does not read back
  bool preserves = false;  // the bits outside of `mask` stay as they are
  bool is_written = true;
  Position at;
};

/// A controller in a row of registers with numbered fields of one size. A field decides about a block of a memory or
/// about a device.
struct Controller {
  std::string name;
  std::uint64_t first = 0;  // the register of field 0
  std::uint64_t step = 4;   // from one register to the next
  unsigned fields = 1;      // in one register
  unsigned count = 0;       // of all fields
  std::string memory;       // empty: devices name the fields in their `access`
  std::uint64_t block = 0;
  std::uint32_t secure = 0;        // the value of a field: for privileged secure code
  std::uint32_t unprivileged = 0;  // for secure code of every kind
  std::uint32_t non_secure = 0;
  std::uint32_t mask = 0;  // the bits of a field that are compared
  std::uint32_t key = 0;
  bool preserves = false;
  std::set<unsigned> reserved = {};  // the device does not have these fields
  bool has_only_named = false;       // or those that no device names
  Position at;

  [[nodiscard]] unsigned width() const { return 32 / fields; }
};

using ProtectionStep = std::variant<FixedRegister, Controller>;

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
  Subsystem subsystem = Subsystem::corstone;
  std::uint64_t block_size = 1024;          // of the subsystem's memory protection controllers
  std::vector<ProtectionStep> controllers;  // in the order of boot
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
  /// The smallest part of a memory that can be of another world than the rest; 0 when it cannot be divided.
  [[nodiscard]] std::uint64_t step_of(const std::string& storage_name) const;
};

/// The vocabulary of every board, for a manifest that is checked without one.
[[nodiscard]] Board any_board();

}  // namespace postern
