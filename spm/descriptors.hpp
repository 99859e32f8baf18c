// What the manifests say, as constants: the shape of the tables that `postern` generates into system.hpp.
//
// Nothing here is decided at run time. Partitions stand in the order of urgency with the non-secure agent last; the
// services of one partition stand together in manifest order, so the k-th service has signal bit 4 + k and the k-th
// interrupt has bit 31 - k (SIG-2) and no map is needed between a signal and what it stands for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "include/psa/service.h"
#include "spm/types.hpp"

namespace spm {

inline constexpr unsigned kFirstServiceBit = 4;
inline constexpr unsigned kFirstInterruptBit = 31;
/// Vectors in one direction of a call; PSA_MAX_IOVEC counts both directions together (NUM-2).
inline constexpr unsigned kMaxVectors = 4;

/// A run of memory with its rights, in the words of the Armv8-M protection unit on every port: the low five bits of
/// `base` are attributes (access permission, execute never), those of `limit` too (attribute index, enable). The range
/// is [base & ~31, limit | 31].
struct Region {
  const std::byte* base;
  const std::byte* limit;
};

/// The memory a partition can reach. Which partitions share a domain is what an isolation level is. The rest of the
/// regions, behind those of the protection unit, only says what a buffer may lie in.
struct Domain {
  const Region* regions;
  std::uint8_t region_count;
  std::uint8_t row_count = 0;  // of the protection unit
};

/// A register of the board's security controller, and the bits that let unprivileged secure code reach devices.
struct PeripheralGate {
  std::uintptr_t address;
  std::uint32_t bits;
};

/// A run of non-secure memory (never devices, never holes), both ends included. Code is not writable, whatever it lies
/// in: the kernel does not store where a board may have flash (MEM-6).
struct Range {
  std::uintptr_t first;
  std::uintptr_t last;
  bool writable;
};

/// How the system executes: a trap kernel with a thread for each partition, or one thread and plain calls.
enum class Backend : std::uint8_t { ipc, sfn };
enum class Model : std::uint8_t { ipc, sfn, agent };
enum class VersionPolicy : std::uint8_t { strict, relaxed };
enum class Handling : std::uint8_t { second_level, first_level };

struct ServiceDescriptor {
  std::uint32_t sid;
  std::uint32_t version;
  SignalSet signal;
  std::uint32_t callers;  // who may call it, as scheduler bits: by their dependencies, the agent by the service's word
  PartitionIndex owner;
  VersionPolicy policy;
  bool connection_based;
  bool mm_iovec;
};

/// A stateless handle is right when `(expected - handle) & mask` is zero: marker, reserved bits, index and version
/// policy in one compare (SLS-3, SLS-6). An unused index has mask 0xFFFF'FFFF and expected 0, which no handle meets.
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

struct PartitionDescriptor {
  std::int32_t id;
  Model model;
  std::uint8_t service_count;
  std::uint8_t interrupt_count;
  ServiceIndex first_service;
  std::uint16_t first_interrupt;
  SignalSet services;         // all service signals
  SignalSet interrupts;       // all interrupt signals
  SignalSet waitable;         // what its psa_wait may wait for (WAIT-5)
  std::uint32_t more_urgent;  // contexts strictly more urgent, as scheduler bits (0x8000'0000 >> index)
  const Domain* domain;
  void (*entry)();                  // IPC backend: where its thread starts
  std::byte* stack_limit;           // lowest address of its stack
  std::byte* stack_top;             // one past the highest usable address; the seal lies above it
  psa_msg_t* message;               // SFN model on the IPC backend: where an arriving message is written, else nullptr
  psa_status_t (*const* init)();    // SFN backend: the slot that holds the init function or a null pointer
  const SecureFunction* functions;  // SFN backend: its secure functions in manifest order, else nullptr
  const char* name;                 // for the log; nullptr at log level NONE
};

}  // namespace spm
