// SPDX-License-Identifier: Apache-2.0

// The audit record, from which `postern audit` starts: a device's port writes it into an image, the audit reads it.
//
// Its section is not loaded, so it costs no flash. It contains the addresses of tables, so that the audit reads the
// words that the kernel reads. `Address` is a pointer where the record is written, and a 32-bit word where it is read:
// the layout is the same.
#pragma once

#include <cstdint>

namespace encoding {

inline constexpr std::uint32_t kAuditMagic = 0x41545350;  // "PSTA"
inline constexpr std::uint32_t kAuditVersion = 8;

template <typename Address>
struct Table {
  Address first;
  std::uint32_t count;
};

/// A range; `end` is exclusive.
template <typename Address>
struct Run {
  Address first;
  Address end;
};

struct BaseAndSize {
  std::uint32_t base;
  std::uint32_t size;
};

template <typename Address>
struct AuditRecord {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t level;
  std::uint32_t has_threads;
  std::uint32_t slots;
  Address partition_rows;  // a service points to its owner here
  std::uint32_t partition_row_size;

  // Tables that code reads at run time.
  Table<Address> partitions;
  Table<Address> domains;
  Table<Address> services;
  Table<Address> services_by_sid;
  Table<Address> interrupts;
  Table<Address> peripheral_gates;
  Table<Address> attribution;
  Address doors;
  Table<Address> non_secure_devices;
  Table<Address> memory_controllers;
  Table<Address> non_secure_ports;
  Table<Address> non_secure_interrupts;
  Table<Address> register_runs;

  // Stated: no code reads these.
  BaseAndSize secure_code;
  BaseAndSize secure_ram;
  std::uint32_t secure_alias;
  std::uint32_t ports_below_gates;
  Run<Address> gates;
  Run<Address> stubs;
  Run<Address> kernel_text;
  Run<Address> kernel_constants;
  Run<Address> kernel_data;
  Run<Address> kernel_zeros;
  Run<Address> kernel_stack;
  Run<Address> kernel_kept;
  Table<Address> partition_places;
  Table<Address> service_notes;
  Table<Address> devices;
  Table<Address> controllers_of_board;  // as they were compiled, to compare
  // is_non_secure_memory() has these words in its code, because it is on the path of every call. It also asks the
  // processor (TT), so these words can restrict access and cannot grant it.
  Table<Address> non_secure_memory;
};
static_assert(sizeof(AuditRecord<std::uint32_t>) == 256);

// Elements of the stated tables, which follow the record in its section.

struct AuditName {
  char text[64];
};

template <typename Address>
struct PartitionPlaces {
  AuditName name;
  std::int32_t id;
  std::uint32_t is_psa_rot;
  Run<Address> text;
  Run<Address> constants;
  Run<Address> data;
  Run<Address> zeros;
  Run<Address> kept;
  Run<Address> heap;
};

/// `maps_vectors`: it has MM-IOVEC.
struct AuditService {
  AuditName name;
  std::uint32_t maps_vectors;
};

/// `gate_bit` of the word at `gate` lets unprivileged secure code reach the device; 0: the device has no such bit.
struct AuditDevice {
  AuditName name;
  BaseAndSize memory;
  std::uint32_t gate;
  std::uint32_t gate_bit;
};

struct AuditController {
  std::uint32_t registers;
  std::uint32_t memory;
  std::uint32_t size;
};

struct AuditRange {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t is_writable;
};

// The offsets of the fields that the audit reads in the kernel's own tables. The port asserts each.

inline constexpr std::uint32_t kPairSize = 8;  // a region, a register and its bits, a base and its size

namespace layout {

struct Domain {
  static constexpr std::uint32_t size = 8;
  static constexpr std::uint32_t rows = 0;
  static constexpr std::uint32_t granted = 4;
  static constexpr std::uint32_t loaded = 5;
};

struct Partition {
  static constexpr std::uint32_t size = 56;
  static constexpr std::uint32_t id = 0;
  static constexpr std::uint32_t domain = 28;
  static constexpr std::uint32_t entry = 32;
  static constexpr std::uint32_t stack_limit = 36;
  static constexpr std::uint32_t stack_top = 40;
};

struct Service {
  static constexpr std::uint32_t size = 16;
  static constexpr std::uint32_t callers = 0;
  static constexpr std::uint32_t owner = 4;
};

struct NamedService {
  static constexpr std::uint32_t size = 16;
  static constexpr std::uint32_t sid = 0;
  static constexpr std::uint32_t service = 4;
};

struct Interrupt {
  static constexpr std::uint32_t size = 16;
  static constexpr std::uint32_t source = 0;
  static constexpr std::uint32_t owner = 2;
  static constexpr std::uint32_t handling = 3;
  static constexpr std::uint32_t function = 12;
};

struct Controller {
  static constexpr std::uint32_t size = 12;
};

struct RegisterRun {
  static constexpr std::uint32_t size = 20;
  static constexpr std::uint32_t first = 0;
  static constexpr std::uint32_t count = 4;
  static constexpr std::uint32_t step = 6;
  static constexpr std::uint32_t value = 8;
  static constexpr std::uint32_t written = 12;
  static constexpr std::uint32_t kept = 16;
};

}  // namespace layout

}  // namespace encoding
