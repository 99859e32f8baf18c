// The MPS2 boards with the IoTKit or SSE-200 subsystem: what each of them has.
#pragma once

#include "board/arm/common/corstone.hpp"

namespace board {

inline constexpr std::array<PeripheralPorts, 2> kNonSecurePorts{
    PeripheralPorts{.address = 0x5008'0070, .non_secure = (1U << 1U) | (1U << 2U)},  // TIMER1, the dual timer
    PeripheralPorts{.address = 0x5008'0084, .non_secure = 1U << 5U},                 // UART0
};

/// TIMER1, the dual timer, UART0: receive, transmit and both.
inline constexpr std::array<std::uint16_t, 5> kNonSecureInterrupts{4, 5, 32, 33, 42};

inline constexpr std::uintptr_t kSystemCounter = 0;  // there is none

/// UART1: the secure log has it for itself.
inline constexpr std::uintptr_t kLogUart = 0x5020'1000;

}  // namespace board
