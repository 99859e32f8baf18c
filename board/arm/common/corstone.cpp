// Loads a board's tables into the security controller of its subsystem, and speaks on the secure UART.
#include "board/arm/common/corstone.hpp"

#include "board.hpp"
#include "in_image.hpp"
#include "registers.hpp"
#include "system.hpp"

namespace board {
namespace {

namespace reg = port::registers;
namespace system = spm::system;

// Memory protection controller.
constexpr std::uintptr_t kControl = 0x00;
constexpr std::uintptr_t kBlockIndex = 0x18;
constexpr std::uintptr_t kBlockTable = 0x1C;
constexpr std::uint32_t kAutoIncrement = 1U << 8U;
constexpr std::uintptr_t kBlockSize = 1024;
constexpr std::uintptr_t kBlocksInAWord = 32;

// Security controller: only code may hold the doors to this side.
constexpr std::uintptr_t kNonSecureCallable = 0x5008'0014;
constexpr std::uint32_t kCallableInCode = 1;

// Control frame of the system counter.
constexpr std::uint32_t kCounterEnable = 1;

// CMSDK UART.
constexpr std::uintptr_t kUartData = 0x00;
constexpr std::uintptr_t kUartState = 0x04;
constexpr std::uintptr_t kUartControl = 0x08;
constexpr std::uintptr_t kUartDivider = 0x10;
constexpr std::uint32_t kUartTransmitFull = 1;
constexpr std::uint32_t kUartTransmit = 1;
constexpr std::uint32_t kUartSmallestDivider = 16;

static_assert(kLogUart >= system::kSecureDevices.base &&
                  kLogUart - system::kSecureDevices.base < system::kSecureDevices.size,
              "secure_devices in board.yaml are to hold the devices that the kernel uses");

consteval bool fits_whole_words(const system::MemoryRange& range) {
  return range.base % (kBlockSize * kBlocksInAWord) == 0 && range.size % (kBlockSize * kBlocksInAWord) == 0;
}
static_assert(fits_whole_words(system::kNonSecureCode) && fits_whole_words(system::kNonSecureRam),
              "non-secure memory is given in steps of 32 KiB");

consteval bool has_controller(const system::MemoryRange& range) {
  for (const MemoryController& controller : kMemoryControllers) {
    if (range.base >= controller.memory && range.base + range.size <= controller.memory + controller.size) {
      return true;
    }
  }
  return false;
}
static_assert(has_controller(system::kNonSecureCode) && has_controller(system::kNonSecureRam));

void give_to_non_secure(const system::MemoryRange& range) {
  constexpr std::uintptr_t kStep = kBlockSize * kBlocksInAWord;
  for (const MemoryController& controller : port::in_image(kMemoryControllers)) {
    if (range.base < controller.memory || range.base - controller.memory >= controller.size) {
      continue;
    }
    reg::write(controller.registers + kControl, reg::read(controller.registers + kControl) & ~kAutoIncrement);
    const std::uint32_t first = (range.base - controller.memory) / kStep;
    for (std::uint32_t word = first; word < first + range.size / kStep; ++word) {
      reg::write(controller.registers + kBlockIndex, word);
      reg::write(controller.registers + kBlockTable, 0xFFFF'FFFF);
    }
  }
}

}  // namespace

void protect() {
  reg::write(kNonSecureCallable, kCallableInCode);
  for (const system::MemoryRange& range : port::in_image(kNonSecureRanges)) {
    give_to_non_secure(range);
  }
  for (const PeripheralPorts& ports : port::in_image(kNonSecurePorts)) {
    reg::write(ports.address, ports.non_secure);
  }
  for (const spm::PeripheralGate& gate : port::in_image(system::kPeripheralGates)) {
    reg::write(gate.address, gate.bits);
  }
}

void start() {
  if constexpr (kSystemCounter != 0) {
    reg::write(kSystemCounter, kCounterEnable);
  }
  reg::write(kLogUart + kUartDivider, kUartSmallestDivider);
  reg::write(kLogUart + kUartControl, kUartTransmit);
}

void log(const char* text) {
  for (; *text != '\0'; ++text) {
    while ((reg::read(kLogUart + kUartState) & kUartTransmitFull) != 0) {
    }
    reg::write(kLogUart + kUartData, static_cast<std::uint8_t>(*text));
  }
}

}  // namespace board
