// SPDX-License-Identifier: Apache-2.0

// The log waits for each character, so a UART needs no interrupt and no buffer.
#include "board/arm/common/uart.hpp"

#include "board.hpp"
#include "registers.hpp"

namespace board {
namespace {

namespace reg = port::registers;

// What a kind needs to transmit, and the bit that says that it cannot take a character now.
struct Registers {
  std::uintptr_t state;
  std::uint32_t full;
  std::uintptr_t divider;
  std::uint32_t divides_by;
  std::uintptr_t format;
  std::uint32_t characters;
  std::uintptr_t control;
  std::uint32_t transmits;
};

constexpr std::uintptr_t kData = 0x00;  // of both kinds

// Its smallest divider; it knows one format, and has no other register at 0x10.
constexpr Registers kCmsdk{.state = 0x04,
                           .full = 1,
                           .divider = 0x10,
                           .divides_by = 16,
                           .format = 0x10,
                           .characters = 16,
                           .control = 0x08,
                           .transmits = 1};

// Eight bits without parity, by the first-in first-out buffer; the UART and its transmitter are on.
constexpr Registers kPl011{.state = 0x18,
                           .full = 1U << 5U,
                           .divider = 0x24,
                           .divides_by = 1,
                           .format = 0x2C,
                           .characters = 0x70,
                           .control = 0x30,
                           .transmits = 0x101};

constexpr Registers kUart = kUartKind == UartKind::pl011 ? kPl011 : kCmsdk;

}  // namespace

void start_uart(std::uintptr_t registers) {
  if constexpr (kUartKind == UartKind::own) {
    start_own_uart(registers);
    return;
  }
  reg::write(registers + kUart.divider, kUart.divides_by);
  reg::write(registers + kUart.format, kUart.characters);
  reg::write(registers + kUart.control, kUart.transmits);
}

void send(std::uintptr_t registers, char character) {
  if constexpr (kUartKind == UartKind::own) {
    send_by_own_uart(registers, character);
    return;
  }
  while ((reg::read(registers + kUart.state) & kUart.full) != 0) {
  }
  reg::write(registers + kData, static_cast<std::uint8_t>(character));
}

}  // namespace board
