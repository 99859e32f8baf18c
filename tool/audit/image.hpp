// SPDX-License-Identifier: Apache-2.0

// A secure image as the audit sees it: its tables, read from the loaded bytes, and what its audit record states besides
// (port/armv8m/audit.cpp). All checks of this folder work on it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "audit/loaded_file.hpp"
#include "model/board.hpp"

namespace postern::audit {

/// A region of a domain, decoded from the two words of the Armv8-M MPU.
struct Row {
  Span memory;
  bool is_loaded = true;  // by boot, by a switch or on demand; else it only says where a buffer may be
  bool is_on = false;
  bool is_unprivileged = false;
  bool is_writable = false;
  bool is_executable = false;
  bool is_device = false;

  [[nodiscard]] bool overlaps(const Span& other) const { return is_on && memory.overlaps(other); }
};

/// A memory range that violations and the report name.
struct Place {
  enum class Kind { text, constants, data, stack, heap };

  std::string name;
  Kind kind;
  Span memory;
};

struct Partition {
  std::string name;
  std::int32_t id;
  std::int32_t stated_id;  // the id in the manifest list
  bool is_agent;
  bool is_psa_rot;
  unsigned domain;
  std::uint32_t entry;  // of its thread, on the IPC backend
  std::vector<Place> places;
};

struct Service {
  std::string name;
  std::uint32_t sid;
  unsigned owner;
  std::uint32_t callers;  // 0x8000'0000 >> partition
  bool maps_vectors;      // reaches vectors of its callers while it has mapped them
};

struct Interrupt {
  unsigned source;
  unsigned owner;
  bool is_first_level;
  std::uint32_t function;  // of a first-level interrupt
};

struct Device {
  std::string name;
  Span memory;
  std::uint32_t gate;
  std::uint32_t gate_bit;
};

/// A register and the word that boot writes to it.
struct Register {
  std::uint32_t address;
  std::uint32_t word;
};

struct MemoryController {
  std::uint32_t registers;
  std::uint32_t memory;
  std::uint32_t size;
  friend bool operator==(const MemoryController&, const MemoryController&) = default;
};

/// A register of a controller that the board describes (RegisterRun of board/arm/common/controllers.hpp).
struct DescribedRegister {
  std::uint32_t address;
  std::uint32_t value;
  std::uint32_t written;
  std::uint32_t kept;
  friend bool operator==(const DescribedRegister&, const DescribedRegister&) = default;
};

/// A board.yaml and its origin.
struct BoardFacts {
  std::string origin = {};
  std::shared_ptr<const SourceFile> source = nullptr;
  std::shared_ptr<const SourceFile> layout = nullptr;  // of a product, if it has its own
  std::shared_ptr<const ::postern::Board> board = nullptr;
};

struct Image {
  LoadedFile file;
  BoardFacts board;
  unsigned level;
  bool has_threads;

  std::vector<Partition> partitions;  // the non-secure agent is the last
  std::vector<std::vector<Row>> domains;
  std::vector<Service> services;
  std::vector<Interrupt> interrupts;
  std::vector<Register> peripheral_gates;
  std::vector<Register> non_secure_ports;
  std::vector<Span> non_secure_ranges;
  std::vector<Span> non_secure_devices;
  std::vector<unsigned> non_secure_interrupts;
  std::vector<MemoryController> controllers;
  std::vector<DescribedRegister> described_registers;  // in the order of boot
  Span doors;                                          // the NSC region, as boot sets it

  Span secure_code;
  Span secure_ram;
  std::uint32_t secure_alias;
  std::uint32_t ports_below_gates;
  Span gates;
  Span stubs;
  std::vector<Place> kernel;
  std::vector<Device> devices;
  std::vector<MemoryController> controllers_of_board;
  std::vector<std::string> warnings;  // about what breaks no rule, and is for trials or protects less
  std::vector<Span> non_secure_memory;

  [[nodiscard]] bool may_call(const Partition& caller, unsigned service) const {
    return (services.at(service).callers << (&caller - partitions.data()) & 0x8000'0000U) != 0;
  }
};

[[nodiscard]] Image read_image(const std::string& path);

}  // namespace postern::audit
