// SPDX-License-Identifier: Apache-2.0

// What boards with a Corstone subsystem (IoTKit, SSE-200, SSE-300) have in common. A board's tables are made from its
// board.yaml (board_tables.hpp). The port calls the functions; boot and the audit read the tables.
//
// Secure registers are named by their secure alias, memory by its non-secure alias, as in system.hpp.
#pragma once

#include <array>
#include <cstdint>

#include "system.hpp"

namespace port {
class Boundaries;
}

namespace board {

struct DeviceRange {
  std::uintptr_t base;
  std::uintptr_t size;
};

/// The difference between the secure and the non-secure address of a memory.
inline constexpr std::uintptr_t kSecureAlias = 0x1000'0000;

/// The memory of the non-secure world, for the attribution unit and the memory protection controllers. The tables name
/// their types in full, because GCC 12 puts a table of a deduced type into RAM.
inline constexpr std::array<spm::system::MemoryRange, 2> kNonSecureRanges{spm::system::kNonSecureCode,
                                                                          spm::system::kNonSecureRam};

/// A memory protection controller, which gives each block of one memory to one world.
struct MemoryController {
  std::uintptr_t registers;
  std::uintptr_t memory;
  std::uintptr_t size;
};

/// A register of the security controller with one non-secure-access bit for each device.
struct PeripheralPorts {
  std::uintptr_t address;
  std::uint32_t non_secure;
};

/// A device has the same bit in two registers: its non-secure-access bit in one of these, and its unprivileged-access
/// bit this much above it.
inline constexpr std::uintptr_t kPortsBelowGates = 0x40;

/// The addresses at which the non-secure world sees devices. kNonSecurePorts states which devices answer there.
inline constexpr std::array<DeviceRange, 1> kNonSecureDevices{DeviceRange{.base = 0x4000'0000, .size = 0x1000'0000}};

/// These boards store no lifecycle, so it cannot be read (LCS-3).
inline constexpr std::uint32_t kLifecycle = 0;

/// Sets the boundaries of memory and devices. Until then, touch nothing but the processor's own registers.
void protect(port::Boundaries& boundaries);
/// Starts the UART of the secure log and, if the board has it, the counter that the timers of both worlds use.
void start();
void log(const char* text);

}  // namespace board
