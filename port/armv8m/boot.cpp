// SPDX-License-Identifier: Apache-2.0

// From reset to the kernel: memory, priorities, the owner of each address, the MPU. port_reset (exceptions.S) calls
// port_boot(), and then starts the kernel.
//
// The order matters: nothing static is used before it is loaded, and no device is touched before the boundaries are set
// (BOOT-1). What the rest of the system relies on is read back.
#include <algorithm>
#include <array>
#include <span>

#include "board.hpp"
#include "boundaries.hpp"
#include "encoding/counters.h"
#include "encoding/region.hpp"
#include "in_image.hpp"
#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"
#include "services.hpp"
#include "spm/log_line.hpp"

namespace {

/// A load record of image.ld: initial data, and the zeros that follow it in memory.
struct LoadRecord {
  const std::byte* image;
  std::byte* memory;
  std::size_t image_size;
  std::size_t zero_size;
};

}  // namespace

extern "C" {
extern const LoadRecord load_table_start[];
extern const LoadRecord load_table_end[];
extern const std::byte constants_end[];
extern std::byte agent_stack_top[] asm("agent.stack_top");
}

namespace port {
namespace {

namespace reg = registers;
namespace system = spm::system;

constexpr std::uint32_t kEnable = 1;
/// PRIVDEFENA, except at level 1: all code is privileged there, and an access that no region grants must fault.
constexpr std::uint32_t kPrivilegedBackground = system::kIsolationLevel == 1 ? 0 : 1U << 2U;
constexpr std::uint32_t kNonSecureCallable = 1U << 1U;

void load_memory() {
  for (const LoadRecord* record = load_table_start; record != load_table_end; ++record) {
    copy(record->memory, record->image, record->image_size);
    clear(record->memory + record->image_size, record->zero_size);
  }
}

/// Initial data is the last of the image. A record without any has no place there.
const std::byte* end_of_image() {
  const std::byte* end = constants_end;
  for (const LoadRecord* record = load_table_start; record != load_table_end; ++record) {
    end = record->image_size != 0 ? record->image + record->image_size : end;
  }
  return end;
}

void seal(Boundaries& boundaries, std::byte* stack_top) {
  boundaries.set(address_of(stack_top), kSeal);
  boundaries.set(address_of(stack_top) + sizeof kSeal, kSeal);
}

void seal_stacks(Boundaries& boundaries) {
  seal(boundaries, handler_stack_top);
  for (const spm::PartitionDescriptor& partition : system::kPartitions) {
    if (partition.stack_top != nullptr) {
      seal(boundaries, partition.stack_top);
    }
  }
}

/// No stack is in use yet but the handlers'. A partition that restarts keeps the marks that it has left (restart.cpp).
[[maybe_unused]] void mark_stacks() {
  for (const spm::PartitionDescriptor& partition : in_image(system::kPartitions)) {
    for (std::byte* place = partition.stack_limit; place < partition.stack_top; place += sizeof(std::uint32_t)) {
      *reinterpret_cast<std::uint32_t*>(place) = POSTERN_STACK_MARK;
    }
  }
}

constexpr std::uint32_t kMemoryFaultEnabled = 1U << 16U;
constexpr std::uint32_t kBusFaultEnabled = 1U << 17U;
constexpr std::uint32_t kUsageFaultEnabled = 1U << 18U;
constexpr std::uint32_t kSecureFaultEnabled = 1U << 19U;
constexpr std::uint32_t kAllFaults = 0xFU << 16U;
static_assert((kMemoryFaultEnabled | kBusFaultEnabled | kUsageFaultEnabled | kSecureFaultEnabled) == kAllFaults);

/// PRIS, BFHFNMINS, PRIGROUP, SYSRESETREQS. The upper half is a key, which does not read back.
constexpr std::uint32_t kApplicationInterruptKept = (1U << 14U) | (1U << 13U) | (7U << 8U) | (1U << 3U);

/// Faults are strictly more urgent than the kernel, so it never reads a frame that the caller could not write. All
/// interrupts of the non-secure world are strictly less urgent. The vector table is set,
/// because at reset it may be at another alias.
constexpr std::array<Setting, 8> kProcessorSettings{
    Setting{.address = reg::kVectorTable, .value = system::kSecureCode.base, .kept = kWholeWord},
    Setting{.address = reg::kApplicationInterruptAndReset,
            .value = kApplicationInterruptAndReset,
            .kept = kApplicationInterruptKept},
    Setting{.address = reg::kSystemPriority1, .value = 0, .kept = kWholeWord},
    Setting{.address = reg::kSystemPriority2, .value = kKernelPriority << 24U, .kept = kWholeWord},
    Setting{.address = reg::kSystemPriority3, .value = kInterruptPriority << 16U, .kept = kWholeWord},
    Setting{.address = reg::kSystemHandlerControl, .value = kAllFaults, .kept = kAllFaults},
    Setting{.address = reg::kMemoryAttributes, .value = 0x04FF, .kept = kWholeWord},  // 0: write-back; 1: device, nGnRE
    Setting{.address = reg::kMemoryAttributes + sizeof(std::uint32_t), .value = 0, .kept = kWholeWord},
};

constexpr std::uint32_t kSavedAutomatically = 1U << 31U;                  // ASPEN
constexpr std::uint32_t kLazily = system::kLazyStacking ? 1U << 30U : 0;  // LSPEN
constexpr std::uint32_t kLazinessIsSecure = 1U << 29U;                    // LSPENS
constexpr std::uint32_t kClearedOnReturn = (1U << 28U) | (1U << 27U);     // CLRONRET, CLRONRETS
constexpr std::uint32_t kSecureFrameHasAll = 1U << 26U;                   // TS
constexpr std::uint32_t kFloatingPointContext =
    kSavedAutomatically | kLazily | kLazinessIsSecure | kClearedOnReturn | kSecureFrameHasAll;
constexpr std::uint32_t kFloatingPointContextKept = 0xFC00'0000;
constexpr std::uint32_t kFloatingPointDefaultKept = 0x07C8'0000;  // AHP, DN, FZ, RMode, FZ16
constexpr std::uint32_t kUnitForAll = 0xFU << 20U;                // CP10, CP11
constexpr std::uint32_t kUnitForNonSecure = 3U << 10U;

/// If the unit may be used and exists; else all are 0. The hardware saves the registers of a gate's
/// caller with the gate's rights, so secure code has the unit too. The last three are the non-secure world's to change.
constexpr std::array<Setting, 7> kFpuSettings{
    Setting{.address = reg::kCoprocessorAccess, .value = kUnitForAll, .kept = kWholeWord},
    Setting{.address = reg::kNonSecureCoprocessorAccess, .value = kUnitForNonSecure, .kept = kWholeWord},
    Setting{.address = reg::kFloatingPointContextControl,
            .value = kFloatingPointContext,
            .kept = kFloatingPointContextKept},
    Setting{.address = reg::kFloatingPointDefault, .value = 0, .kept = kFloatingPointDefaultKept},
    Setting{.address = reg::kCoprocessorAccess + reg::kNonSecureAlias, .value = 0, .kept = kWholeWord},
    Setting{.address = reg::kFloatingPointContextControl + reg::kNonSecureAlias,
            .value = kSavedAutomatically,
            .kept = kSavedAutomatically},
    Setting{
        .address = reg::kFloatingPointDefault + reg::kNonSecureAlias, .value = 0, .kept = kFloatingPointDefaultKept},
};

/// A board can be built with or without the unit. Without it, boot stops if partitions are compiled for it.
bool is_fpu_in_use() {
  return system::kFpuIsUsable && (system::kPartitionsUseFpu || reg::read(reg::kFloatingPointFeatures) != 0);
}

/// For tests of services without their device: lets any code pend interrupts.
void allow_software_interrupts() {
  constexpr std::uint32_t kUnprivilegedPends = 1U << 1U;  // USERSETMPEND
  if constexpr (system::kSoftwareInterrupts) {
    reg::write(reg::kConfigurationAndControl, reg::read(reg::kConfigurationAndControl) | kUnprivilegedPends);
  }
}

static_assert(reg::kAttributionBase == reg::kAttributionNumber + sizeof(std::uint32_t) &&
              reg::kAttributionLimit == reg::kAttributionBase + sizeof(std::uint32_t) &&
              reg::kProtectionBase == reg::kProtectionNumber + sizeof(std::uint32_t) &&
              reg::kProtectionLimit == reg::kProtectionBase + sizeof(std::uint32_t));

class Attribution {
 public:
  explicit Attribution(Boundaries& boundaries) : boundaries_(boundaries) {}
  [[gnu::noinline]] void add(std::uintptr_t first, std::uintptr_t size, std::uint32_t attributes) {
    boundaries_.set_region(reg::kAttributionNumber, next_++, first,
                           ((first + size - 1) & ~encoding::kAttributes) | attributes | kEnable);
  }
  /// Disables all other regions of the unit.
  void close() {
    constexpr std::uint32_t kRegionCount = 0xFF;
    while (next_ < (reg::read(reg::kAttributionType) & kRegionCount)) {
      boundaries_.set_region(reg::kAttributionNumber, next_++, 0, 0);
    }
  }

 private:
  Boundaries& boundaries_;
  std::uint32_t next_ = 0;
};

// non_secure_access() relies on this: each range of non-secure memory is one region of the attribution unit.
static_assert(std::ranges::all_of(system::kNonSecureMemory, [](const spm::Range& run) {
  return std::ranges::any_of(board::kNonSecureRanges, [&](const system::MemoryRange& range) {
    return range.base == run.first && range.base + range.size - 1 == run.last;
  });
}));

/// Memory that no region names stays secure. Each memory has one region, so a range that spans two fails the test of
/// its ends.
void attribute_memory(Boundaries& boundaries) {
  if (boundaries.is_write()) {
    reg::write(reg::kAttributionControl, 0);  // half of the regions must not be in force
  }
  Attribution attribution(boundaries);
  for (const system::MemoryRange& range : in_image(board::kNonSecureRanges)) {
    attribution.add(range.base, range.size, 0);
  }
  const Doors& doors = in_image(kDoors);
  attribution.add(address_of(doors.first), static_cast<std::uintptr_t>(doors.end - doors.first), kNonSecureCallable);
  for (const board::DeviceRange& devices : in_image(board::kNonSecureDevices)) {
    attribution.add(devices.base, devices.size, 0);
  }
  attribution.close();
  boundaries.set(reg::kAttributionControl, kEnable);
}

/// A line that no table names is secure. Writes as many lines as there can be; those that do not exist read as zero.
void give_interrupts_to_non_secure(Boundaries& boundaries) {
  constexpr std::uint32_t kWords = 16;
  constexpr std::uint32_t kLinesInAWord = 32;
  for (std::uint32_t word = 0; word < kWords; ++word) {
    std::uint32_t lines = 0;
    for (const std::uint16_t source : in_image(board::kNonSecureInterrupts)) {
      const std::uint32_t line = source - word * kLinesInAWord;
      lines |= line < kLinesInAWord ? 1U << line : 0;
    }
    boundaries.set(reg::kInterruptTargetNonSecure + word * sizeof word, lines);
  }
}

/// MPU slots that no domain uses are off. The agent's domain is loaded first.
void protect_memory(Boundaries& boundaries) {
  const std::uint32_t slot_count = reg::read(reg::kProtectionType) >> 8U & 0xFFU;
  boundaries.note(reg::kProtectionType, slot_count < system::kDomainSlots ? 1 : 0);
  const spm::Region* const rows = in_image(system::kPartitions)[system::kAgent].domain->regions;
  if (boundaries.is_write()) {
    reg::write(reg::kProtectionControl, 0);  // half of a domain must not be in force
  }
  for (std::uint32_t i = 0; i < slot_count; ++i) {
    const bool is_used = i < system::kDomainSlots;
    boundaries.set_region(reg::kProtectionNumber, i, is_used ? address_of(rows[i].base) : 0,
                          is_used ? address_of(rows[i].limit) : 0);
  }
  boundaries.set(reg::kProtectionControl, kPrivilegedBackground | kEnable);
}

void limit_stack(Boundaries& boundaries) {
  std::uintptr_t limit;
  asm volatile("mrs %0, msplim" : "=r"(limit));
  boundaries.note(address_of(handler_stack_limit), limit ^ address_of(handler_stack_limit));
}

/// Visits every word that a boundary depends on, in the order in which boot may write them.
std::uintptr_t walk(Boundaries::Walk how) {
  Boundaries boundaries(how);
  for (const Setting& setting : kProcessorSettings) {
    boundaries.set(setting.address, setting.value, setting.kept);
  }
  const bool in_use = is_fpu_in_use();
  for (const Setting& setting : kFpuSettings) {
    boundaries.set(setting.address, in_use ? setting.value : 0, setting.kept);
  }
  seal_stacks(boundaries);
  attribute_memory(boundaries);
  board::protect(boundaries);
  give_interrupts_to_non_secure(boundaries);
  protect_memory(boundaries);
  limit_stack(boundaries);
  asm volatile("dsb\n\tisb" ::: "memory");
  return boundaries.wrong();
}

void check_boundaries() {
  const std::uintptr_t wrong = walk(Boundaries::Walk::read_back);
  if (wrong != 0) {
    refuse_to_start(encoding::BootCheck::register_holds, wrong);
  }
}

void prepare_non_secure() {
  const std::uintptr_t table = system::kNonSecureCode.base;
  const std::uint32_t stack = reg::read(table);
  reg::write(reg::kVectorTable + reg::kNonSecureAlias, table);
  asm volatile("msr msp_ns, %0\n\tmsr control_ns, %1" : : "r"(stack), "r"(0));
}

}  // namespace

void refuse_to_start(encoding::BootCheck check, std::uintptr_t place) {
  if constexpr (system::kLogErrors) {
    const std::array words{static_cast<std::uint32_t>(check), static_cast<std::uint32_t>(place)};
    spm::say("[ERR] boot: check # at #\r\n", std::as_bytes(std::span(words)).data());
  }
  for (;;) {  // a reset would only try again
    wait_for_interrupt();
  }
}

void load_rows(const spm::Region* rows) {
  reg::write(reg::kProtectionControl, 0);  // half of a domain must not be in force
  for (std::uint32_t i = 0; i < system::kDomainSlots; ++i) {
    reg::write(reg::kProtectionNumber, i);
    reg::write(reg::kProtectionBase, address_of(rows[i].base));
    reg::write(reg::kProtectionLimit, address_of(rows[i].limit));
  }
  reg::write(reg::kProtectionControl, kPrivilegedBackground | kEnable);
  asm volatile("dsb\n\tisb" ::: "memory");
}

}  // namespace port

extern "C" {

void port_boot() {
  port::load_memory();
  if constexpr (spm::system::kCounters) {
    port::mark_stacks();
  }
  port::measure_secure_program(port::end_of_image());
  port::walk(port::Boundaries::Walk::write);
  port::measure_non_secure_program();
  port::allow_software_interrupts();
  port::prepare_non_secure();
  board::start();
  port::warn_of_trial_key();
  if constexpr (spm::system::kBootSelfTest) {
    port::self_test();
  }
  port::check_boundaries();
  if constexpr (spm::system::kFpuIsUsable) {
    if (port::is_fpu_in_use()) {
      port_clear_fpu();
    }
  }
}

std::uint32_t port_non_secure_entry() {
  return port::registers::read(spm::system::kNonSecureCode.base + sizeof(std::uint32_t)) & ~1U;
}

}  // extern "C"
