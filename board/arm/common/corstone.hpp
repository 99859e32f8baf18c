// Boards with a Corstone subsystem (IoTKit, SSE-200, SSE-300), as far as all of them are alike. A board's tables are
// made from its board.yaml (board_tables.hpp).
//
// Addresses of secure registers are their secure aliases, those of memory the non-secure ones, as system.hpp has them.
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

/// What a memory's secure address has more than its non-secure one.
inline constexpr std::uintptr_t kSecureAlias = 0x1000'0000;

/// The memory of the non-secure world, for the attribution unit and for the memory protection controllers. Types are
/// spelled out in these tables: one that is deduced puts them into RAM (GCC 12).
inline constexpr std::array<spm::system::MemoryRange, 2> kNonSecureRanges{spm::system::kNonSecureCode,
                                                                          spm::system::kNonSecureRam};

/// A memory protection controller, which gives blocks of one memory to one world or the other.
struct MemoryController {
  std::uintptr_t registers;
  std::uintptr_t memory;
  std::uintptr_t size;
};

/// A register of the security controller with one bit for each device that the non-secure world may use.
struct PeripheralPorts {
  std::uintptr_t address;
  std::uint32_t non_secure;
};

/// A device has the same bit in two registers: in one of these, and this much above it where board.yaml has its gate.
inline constexpr std::uintptr_t kPortsBelowGates = 0x40;

/// The addresses at which the non-secure world sees devices. Which ones answer there is in kNonSecurePorts.
inline constexpr std::array<DeviceRange, 1> kNonSecureDevices{DeviceRange{.base = 0x4000'0000, .size = 0x1000'0000}};

/// There is no storage for a lifecycle on these boards, so it cannot be read (LCS-3).
inline constexpr std::uint32_t kLifecycle = 0;

/// Memory and device boundaries; before it nothing but the processor's own registers may be touched.
void protect(port::Boundaries& boundaries);
/// The secure log's UART, and the counter that timers of both worlds compare with, on boards that have one.
void start();
void log(const char* text);

}  // namespace board
