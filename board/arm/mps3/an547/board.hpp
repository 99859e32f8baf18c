// The tables of this board.
#pragma once

#include "board/arm/common/corstone.hpp"

namespace board {

/// The board's SRAM, QSPI flash and DDR, and the subsystem's two banks; the non-secure world has the SRAM and the first
/// bank. The tightly coupled memories have no controller: nothing of them is ever given away.
inline constexpr std::array<MemoryController, 5> kMemoryControllers{
    MemoryController{.registers = 0x5700'0000, .memory = 0x0100'0000, .size = 0x20'0000},
    MemoryController{.registers = 0x5700'1000, .memory = 0x2800'0000, .size = 0x80'0000},
    MemoryController{.registers = 0x5700'2000, .memory = 0x6000'0000, .size = 0x8000'0000},
    MemoryController{.registers = 0x5008'3000, .memory = 0x2100'0000, .size = 0x20'0000},
    MemoryController{.registers = 0x5008'4000, .memory = 0x2120'0000, .size = 0x20'0000},
};

inline constexpr std::array<PeripheralPorts, 2> kNonSecurePorts{
    PeripheralPorts{.address = 0x5008'0070, .non_secure = 1U << 1U},  // TIMER1
    PeripheralPorts{.address = 0x5008'0088, .non_secure = 1U << 3U},  // UART0
};

/// TIMER1, UART0: receive, transmit and both.
inline constexpr std::array<std::uint16_t, 4> kNonSecureInterrupts{4, 33, 34, 43};

inline constexpr std::uintptr_t kSystemCounter = 0x5810'0000;

/// UART1: the secure log has it for itself.
inline constexpr std::uintptr_t kLogUart = 0x5930'4000;

}  // namespace board
