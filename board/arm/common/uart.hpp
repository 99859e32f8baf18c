// SPDX-License-Identifier: Apache-2.0

// The UARTs that boards have for the secure log. A board states its kind (`uart` in board.yaml).
#pragma once

#include <cstdint>

namespace board {

/// `own`: the board's folder defines start_own_uart() and send_by_own_uart().
enum class UartKind { cmsdk, pl011, own };

/// Lets the UART with these registers transmit.
void start_uart(std::uintptr_t registers);
/// Waits until the UART takes the character.
void send(std::uintptr_t registers, char character);

void start_own_uart(std::uintptr_t registers);
void send_by_own_uart(std::uintptr_t registers, char character);

}  // namespace board
