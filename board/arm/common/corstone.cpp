// SPDX-License-Identifier: Apache-2.0

// Writes a board's tables into its controllers: those that board.yaml describes, and the security controller of a
// Corstone subsystem. port/armv8m calls it at boot and for the log.
#include "board/arm/common/corstone.hpp"

#include <algorithm>
#include <bit>

#include "board.hpp"
#include "board/arm/common/controllers.hpp"
#include "board/arm/common/uart.hpp"
#include "boundaries.hpp"
#include "in_image.hpp"
#include "registers.hpp"
#include "system.hpp"

namespace board {
namespace {

namespace reg = port::registers;
namespace system = spm::system;

// Memory protection controller.
constexpr std::uintptr_t kControl = 0x00;
constexpr std::uint32_t kAutoIncrement = 1U << 8U;
constexpr std::uintptr_t kBlockConfiguration = 0x14;
constexpr std::uint32_t kBlockSizeField = 0xF;
constexpr std::uintptr_t kBlockIndex = 0x18;
constexpr std::uintptr_t kBlockTable = 0x1C;
constexpr std::uintptr_t kLastWord = 0x10;
constexpr std::uintptr_t kBlocksInAWord = 32;
constexpr unsigned kSmallestBlock = 5;  // a power of two, as its configuration counts them

// Security controller. Veneers may be in code memory only; access to a device of another owner reads as zero. Then
// there is one register for each bus bridge: the non-secure-access bits, and above them the unprivileged-access bits.
constexpr std::uintptr_t kSecurityController = 0x5008'0000;
constexpr port::Setting kBlockedResponse{.address = kSecurityController + 0x10, .value = 0, .kept = 1};
constexpr port::Setting kNonSecureCallable{.address = kSecurityController + 0x14, .value = 1, .kept = 3};
constexpr std::uintptr_t kFirstPorts = kSecurityController + 0x50;
constexpr std::uintptr_t kLastPorts = kSecurityController + 0xCC;

// QEMU 7.2 reads, for the unprivileged-access register of an AHB expansion bridge, that of the APB bridge of the same
// number. A bit that neither register opens is compared all the same.
constexpr std::uintptr_t kFirstAhbUnprivileged = kSecurityController + 0xA0;
constexpr std::uintptr_t kLastAhbUnprivileged = kSecurityController + 0xAC;
constexpr std::uintptr_t kApbAboveAhb = 0x20;

consteval bool is_of_ports(std::uintptr_t address) { return address >= kFirstPorts && address <= kLastPorts; }
static_assert(std::ranges::all_of(kNonSecurePorts, is_of_ports, &PeripheralPorts::address) &&
              std::ranges::all_of(system::kPeripheralGates, is_of_ports, &spm::PeripheralGate::address));

// Control frame of the system counter.
constexpr std::uint32_t kCounterEnable = 1;

static_assert(kLogUart >= system::kSecureDevices.base &&
                  kLogUart - system::kSecureDevices.base < system::kSecureDevices.size,
              "secure_devices in board.yaml must include the devices that the kernel uses");

constexpr std::uintptr_t kStep = kBlockSize * kBlocksInAWord;

consteval bool fits_whole_words(const system::MemoryRange& range) {
  return range.base % kStep == 0 && range.size % kStep == 0;
}
static_assert(!kIsCorstone || (fits_whole_words(system::kNonSecureCode) && fits_whole_words(system::kNonSecureRam)),
              "non-secure memory must be in whole words of its controllers");

// Memory of the non-secure world may reach over several controllers, whose memories are apart.
consteval bool has_controllers(const system::MemoryRange& range) {
  std::uintptr_t controlled = 0;
  for (const MemoryController& controller : kMemoryControllers) {
    const std::uintptr_t first = std::max(range.base, controller.memory);
    const std::uintptr_t end = std::min(range.base + range.size, controller.memory + controller.size);
    controlled += end > first ? end - first : 0;
  }
  return controlled == range.size;
}
static_assert(!kIsCorstone || (has_controllers(system::kNonSecureCode) && has_controllers(system::kNonSecureRam)));

/// The memory from an address on that belongs to one world.
struct Run {
  std::uintptr_t end;
  std::uint32_t blocks;  // all ones: the non-secure world's
};

Run run_at(std::uintptr_t address, std::uintptr_t end) {
  std::uint32_t blocks = 0;
  for (const system::MemoryRange& range : port::in_image(kNonSecureRanges)) {
    std::uintptr_t edge = range.base;
    if (address >= edge) {
      edge += range.size;
      blocks |= address < edge ? 0xFFFF'FFFF : 0;
    }
    end = edge > address ? std::min(edge, end) : end;
  }
  return {end, blocks};
}

/// Gives each block to one world, even those that nothing uses. The controller moves to the next word by itself, and
/// says how large its blocks are; the board must have stated the same.
[[gnu::noinline]] void divide(port::Boundaries& boundaries, const MemoryController& controller) {
  const std::uintptr_t table = controller.registers + kBlockTable;
  const std::uintptr_t control = controller.registers + kControl;
  reg::write(control, kAutoIncrement);
  reg::write(controller.registers + kBlockIndex, 0);
  const std::uintptr_t configuration = controller.registers + kBlockConfiguration;
  const std::uint32_t block = reg::read(configuration) & kBlockSizeField;
  boundaries.note(configuration, block ^ (std::countr_zero(kBlockSize) - kSmallestBlock));
  const std::uintptr_t step = kBlocksInAWord << (block + kSmallestBlock);
  const std::uintptr_t end = controller.memory + (reg::read(controller.registers + kLastWord) + 1) * step;
  std::uint32_t difference = 0;
  for (std::uintptr_t address = controller.memory; address < end;) {
    const Run run = run_at(address, end);
    if (boundaries.is_write()) {
      for (; address < run.end; address += step) {
        reg::write(table, run.blocks);
      }
    } else {
      for (; address < run.end; address += step) {
        difference |= reg::read(table) ^ run.blocks;
      }
    }
  }
  boundaries.note(table, difference);
  reg::write(control, 0);
  boundaries.note(control, reg::read(control));
}

/// The bits that a register of the security controller must have set.
std::uint32_t open_ports(std::uintptr_t address) {
  std::uint32_t open = 0;
  for (const PeripheralPorts& ports : port::in_image(kNonSecurePorts)) {
    open |= ports.address == address ? ports.non_secure : 0;
  }
  for (const spm::PeripheralGate& gate : port::in_image(system::kPeripheralGates)) {
    open |= gate.address == address ? gate.bits : 0;
  }
  return open;
}

/// The bits of such a register that read back as written.
std::uint32_t kept_ports(std::uintptr_t address) {
  if (address < kFirstAhbUnprivileged || address > kLastAhbUnprivileged) {
    return port::kWholeWord;
  }
  return ~(open_ports(address) | open_ports(address + kApbAboveAhb));
}

void protect_corstone(port::Boundaries& boundaries) {
  for (const port::Setting& setting : {kBlockedResponse, kNonSecureCallable}) {
    boundaries.set(setting.address, setting.value, setting.kept);
  }
  for (const MemoryController& controller : port::in_image(kMemoryControllers)) {
    divide(boundaries, controller);
  }
  for (std::uintptr_t address = kFirstPorts; address <= kLastPorts; address += sizeof(std::uint32_t)) {
    boundaries.set(address, open_ports(address), kept_ports(address));
  }
}

}  // namespace

void protect(port::Boundaries& boundaries) {
  if constexpr (!kRegisterRuns.empty()) {
    set_described(boundaries);
  }
  if constexpr (kIsCorstone) {
    protect_corstone(boundaries);
  }
}

void start() {
  if constexpr (kSystemCounter != 0) {
    reg::write(kSystemCounter, kCounterEnable);
  }
  start_uart(kLogUart);
}

// Not inlined: it has many callers.
[[gnu::noinline]] void log(const char* text) {
  for (; *text != '\0'; ++text) {
    send(kLogUart, *text);
  }
}

}  // namespace board
