// SPDX-License-Identifier: Apache-2.0

// The types of the constant tables that `postern` generates from the manifests into system.hpp. The kernel and the
// ports read them; system_check.cpp checks what both rely on.
//
// Nothing here is decided at run time. Partitions are in the order of urgency, the non-secure agent last. The services
// of one partition are adjacent, in manifest order: its k-th service has signal bit 4 + k and its k-th interrupt has
// bit 31 - k (SIG-2), so no map is needed between a signal and its service or interrupt.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "include/psa/service.h"
#include "spm/types.hpp"

namespace spm {

inline constexpr unsigned kFirstServiceBit = 4;
inline constexpr unsigned kFirstInterruptBit = 31;
/// Vectors in one direction of a call; PSA_MAX_IOVEC limits both directions together (NUM-2).
inline constexpr unsigned kMaxVectors = 4;

/// A range of memory with its access rights, in the format of the Armv8-M MPU on every port. The low five bits of
/// `base` (access permission, execute never) and of `limit` (attribute index, enable) are attributes. The range is
/// [base & ~31, limit | 31].
struct Region {
  const std::byte* base;
  const std::byte* limit;
};

/// The memory that a partition can reach. The isolation level decides which partitions share a domain. Regions after
/// the first `row_count` are not for the MPU: they only say where a buffer may lie.
struct Domain {
  const Region* regions;
  std::uint8_t region_count;
  std::uint8_t row_count = 0;  // regions for the MPU
};

/// A register of the board's security controller, and the bits that give unprivileged secure code access to devices.
struct PeripheralGate {
  std::uintptr_t address;
  std::uint32_t bits;
};

/// A range of non-secure memory, both ends included; it contains no devices and no holes. Code is never writable, even
/// in RAM: the kernel does not store where another board has flash (MEM-6).
struct Range {
  std::uintptr_t first;
  std::uintptr_t last;
  bool writable;
};

/// How the system executes: traps, with a thread for each partition, or plain calls on one thread.
enum class Backend : std::uint8_t { ipc, sfn };
enum class Model : std::uint8_t { ipc, sfn, agent };
enum class VersionPolicy : std::uint8_t { strict, relaxed };
enum class Handling : std::uint8_t { second_level, first_level };

struct ServiceDescriptor {
  std::uint32_t sid;
  std::uint32_t version;
  SignalSet signal;
  std::uint32_t callers;  // scheduler bits of its callers: dependents, and the agent if non-secure clients may call it
  PartitionIndex owner;
  VersionPolicy policy;
  bool connection_based;
  bool mm_iovec;
  bool is_psa_rot = false;  // the type of its partition
};

/// A stateless handle is valid if `(expected - handle) & mask` is zero. One compare covers marker, reserved bits, index
/// and version policy (SLS-3, SLS-6). An unused index has mask 0xFFFF'FFFF and expected 0, which no stateless handle
/// matches.
struct StatelessEntry {
  std::uint32_t expected;
  std::uint32_t mask;
  ServiceIndex service;
};

struct InterruptDescriptor {
  std::uint16_t source;
  PartitionIndex owner;
  Handling handling;
  SignalSet signal;
  bool enabled_at_boot;                 // IRQ-2: true for a partition of framework version 1.0
  psa_flih_result_t (*function)(void);  // nullptr for second-level handling
};

using SecureFunction = psa_status_t (*)(const psa_msg_t*);

namespace system {
/// The name of each partition; the value is its id. No code uses them: a debugger shows them.
enum class Name : std::int32_t;
}  // namespace system

struct PartitionDescriptor {
  union {
    std::int32_t id;
    system::Name name;
  };
  Model model;
  std::uint8_t service_count;
  std::uint8_t interrupt_count;
  ServiceIndex first_service;
  std::uint16_t first_interrupt;
  SignalSet services;         // all service signals
  SignalSet interrupts;       // all interrupt signals
  SignalSet waitable;         // signals that its psa_wait may wait for (WAIT-5)
  std::uint32_t more_urgent;  // scheduler bits (0x8000'0000 >> index) of strictly more urgent contexts
  const Domain* domain;
  void (*entry)();                  // IPC backend: where its thread starts
  std::byte* stack_limit;           // lowest address of its stack
  std::byte* stack_top;             // one past the highest usable address; the seal lies above it
  psa_msg_t* message;               // SFN model on the IPC backend: where the kernel writes a message, else nullptr
  psa_status_t (*const* init)();    // SFN backend: points to its init function, or to a null pointer
  const SecureFunction* functions;  // SFN backend: its secure functions in manifest order, else nullptr
};

/// What follows a panic of a partition, by its cause. Indexed by partition.
enum class OnPanic : std::uint8_t { reset, halt, restart };
struct Policy {
  OnPanic on_error;  // a rule that it broke
  OnPanic on_fault;
};

/// The memory of a partition that restarts, in whole words: initial data and where it is kept, zeros, heap, stack.
struct OwnMemory {
  std::byte* data;
  std::byte* data_end;
  const std::byte* image;
  std::byte* bss;
  std::byte* bss_end;
  std::byte* heap;
  std::byte* heap_end;
  std::byte* stack;
  std::byte* stack_end;
};

}  // namespace spm
