// The MPS2 boards with the IoTKit or SSE-200 subsystem: what each of them has.
#pragma once

#include "board/arm/common/corstone.hpp"

namespace board {

/// SSRAM1 and SSRAM3, of which the non-secure world has parts; what stands in no controller's row stays secure.
inline constexpr std::array<MemoryController, 2> kMemoryControllers{
    MemoryController{.registers = 0x5800'7000, .memory = 0x0000'0000, .size = 0x40'0000},
    MemoryController{.registers = 0x5800'9000, .memory = 0x2820'0000, .size = 0x20'0000},
};

inline constexpr std::array<PeripheralPorts, 2> kNonSecurePorts{
    PeripheralPorts{.address = 0x5008'0070, .non_secure = (1U << 1U) | (1U << 2U)},  // TIMER1, the dual timer
    PeripheralPorts{.address = 0x5008'0084, .non_secure = 1U << 5U},                 // UART0
};

/// TIMER1, the dual timer, UART0: receive, transmit and both.
inline constexpr std::array<std::uint16_t, 5> kNonSecureInterrupts{4, 5, 32, 33, 42};

inline constexpr std::uintptr_t kSystemCounter = 0;  // there is none

/// What another address of secure code has more than its own: the non-secure alias, and SSRAM1 a second time.
inline constexpr std::array<std::uintptr_t, 3> kOtherAddressesOfCode{0U - kSecureAlias, 0x40'0000,
                                                                     0x40'0000 - kSecureAlias};

/// UART1: the secure log has it for itself.
inline constexpr std::uintptr_t kLogUart = 0x5020'1000;

}  // namespace board
