// The MPS2 boards with the SSE-200 or IoTKit subsystem, as far as all of them are alike. A board's own board.hpp adds
// the memories that it has.
//
// Addresses of secure registers are their secure aliases, those of memory the non-secure ones, as system.hpp has them.
#pragma once

#include <array>
#include <cstdint>

#include "system.hpp"

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

/// SSRAM1 and SSRAM3, of which the non-secure world has parts; what stands in no controller's row stays secure.
inline constexpr std::array<MemoryController, 2> kMemoryControllers{
    MemoryController{.registers = 0x5800'7000, .memory = 0x0000'0000, .size = 0x40'0000},
    MemoryController{.registers = 0x5800'9000, .memory = 0x2820'0000, .size = 0x20'0000},
};

/// The addresses at which the non-secure world sees devices. Which ones answer there is in kNonSecurePorts.
inline constexpr std::array<DeviceRange, 1> kNonSecureDevices{DeviceRange{.base = 0x4000'0000, .size = 0x1000'0000}};

/// A register of the security controller with one bit for each device that the non-secure world may use.
struct PeripheralPorts {
  std::uintptr_t address;
  std::uint32_t non_secure;
};

/// A device has the same bit in two registers: in one of these, and this much above it where board.yaml has its gate.
inline constexpr std::uintptr_t kPortsBelowGates = 0x40;

inline constexpr std::array<PeripheralPorts, 2> kNonSecurePorts{
    PeripheralPorts{.address = 0x5008'0070, .non_secure = (1U << 1U) | (1U << 2U)},  // TIMER1, the dual timer
    PeripheralPorts{.address = 0x5008'0084, .non_secure = 1U << 5U},                 // UART0
};

/// TIMER1, the dual timer, UART0: receive, transmit and both.
inline constexpr std::array<std::uint16_t, 5> kNonSecureInterrupts{4, 5, 32, 33, 42};

/// UART1: the secure log has it for itself.
inline constexpr std::uintptr_t kLogUart = 0x5020'1000;

/// There is no storage for a lifecycle on these boards, so it cannot be read (LCS-3).
inline constexpr std::uint32_t kLifecycle = 0;

/// Memory and device boundaries; before it nothing but the processor's own registers may be touched.
void protect();
/// The secure log's UART.
void start();
void log(const char* text);

}  // namespace board
