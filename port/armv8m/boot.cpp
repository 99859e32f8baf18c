// From reset to the kernel: memory, priorities, who owns which address, the protection unit.
//
// The order matters: nothing static is used before it is loaded, and no device is touched before the boundaries stand
// (BOOT-1). What the rest of the system relies on is read back.
#include <algorithm>

#include "board.hpp"
#include "in_image.hpp"
#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"
#include "spm/panic.hpp"

namespace {

/// One load record of image.ld: an image of initial data, and the zeros that follow it in memory.
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
extern std::byte agent_stack_top[] asm("agent.stack_top");
}

namespace port {
namespace {

namespace reg = registers;
namespace system = spm::system;

constexpr std::uint32_t kEnable = 1;
constexpr std::uint32_t kNonSecureCallable = 1U << 1U;
constexpr std::uintptr_t kGranule = 32;

std::uintptr_t address_of(const std::byte* symbol) { return reinterpret_cast<std::uintptr_t>(symbol); }

void load_memory() {
  for (const LoadRecord* record = load_table_start; record != load_table_end; ++record) {
    copy(record->memory, record->image, record->image_size);
    clear(record->memory + record->image_size, record->zero_size);
  }
}

void seal(std::byte* stack_top) {
  auto* const words = reinterpret_cast<std::uint32_t*>(stack_top);
  words[0] = kSeal;
  words[1] = kSeal;
}

void seal_stacks() {
  seal(handler_stack_top);
  for (const spm::PartitionDescriptor& partition : system::kPartitions) {
    if (partition.stack_top != nullptr) {
      seal(partition.stack_top);
    }
  }
}

/// Faults strictly more urgent than the kernel, so that a frame that the caller could not write is never looked at; all
/// of the non-secure world's interrupts strictly less.
void set_priorities() {
  constexpr std::uint32_t kAllFaults = 0xFU << 16U;
  constexpr std::uint32_t kSvcPriority = kKernelPriority << 24U;
  constexpr std::uint32_t kKeyMask = 0xFFFFU << 16U;
  constexpr std::uint32_t kWrittenBits = kApplicationInterruptAndReset & ~kKeyMask;
  constexpr std::uint32_t kFaultsNonSecure = 1U << 13U;     // BFHFNMINS
  reg::write(reg::kVectorTable, system::kSecureCode.base);  // where it is at reset may be another alias
  reg::write(reg::kApplicationInterruptAndReset, kApplicationInterruptAndReset);
  reg::write(reg::kSystemPriority1, 0);
  reg::write(reg::kSystemPriority2, kSvcPriority);
  reg::write(reg::kSystemPriority3, kInterruptPriority << 16U);
  reg::write(reg::kSystemHandlerControl, kAllFaults);
  POSTERN_INVARIANT((reg::read(reg::kApplicationInterruptAndReset) & (kWrittenBits | kFaultsNonSecure)) ==
                    kWrittenBits);
  POSTERN_INVARIANT(reg::read(reg::kSystemPriority1) == 0);
  POSTERN_INVARIANT(reg::read(reg::kSystemPriority2) == kSvcPriority);
  POSTERN_INVARIANT((reg::read(reg::kSystemHandlerControl) & kAllFaults) == kAllFaults);
}

/// For services that are tried without their device: whoever runs may pend interrupts.
void allow_software_interrupts() {
  constexpr std::uint32_t kUnprivilegedPends = 1U << 1U;  // USERSETMPEND
  if constexpr (system::kSoftwareInterrupts) {
    reg::write(reg::kConfigurationAndControl, reg::read(reg::kConfigurationAndControl) | kUnprivilegedPends);
  }
}

class Attribution {
 public:
  void add(std::uintptr_t first, std::uintptr_t size, std::uint32_t attributes) {
    reg::write(reg::kAttributionNumber, next_++);
    reg::write(reg::kAttributionBase, first);
    reg::write(reg::kAttributionLimit, ((first + size - 1) & ~(kGranule - 1)) | attributes | kEnable);
  }

 private:
  std::uint32_t next_ = 0;
};

// Where a non-secure run may begin, and what TT says of its ends, is one question then (non_secure_access).
static_assert(std::ranges::all_of(system::kNonSecureMemory, [](const spm::Range& run) {
  return std::ranges::any_of(board::kNonSecureRanges, [&](const system::MemoryRange& range) {
    return range.base == run.first && range.base + range.size - 1 == run.last;
  });
}));

/// What no region names stays secure. One region for each memory: a range that spans two fails the test of its ends.
void attribute_memory() {
  Attribution attribution;
  for (const system::MemoryRange& range : in_image(board::kNonSecureRanges)) {
    attribution.add(range.base, range.size, 0);
  }
  const Doors& doors = in_image(kDoors);
  attribution.add(address_of(doors.first), static_cast<std::uintptr_t>(doors.end - doors.first), kNonSecureCallable);
  for (const board::DeviceRange& devices : in_image(board::kNonSecureDevices)) {
    attribution.add(devices.base, devices.size, 0);
  }
  reg::write(reg::kAttributionControl, kEnable);
}

void give_interrupts_to_non_secure() {
  for (const std::uint16_t source : in_image(board::kNonSecureInterrupts)) {
    const std::uintptr_t word = reg::kInterruptTargetNonSecure + source / 32U * 4U;
    reg::write(word, reg::read(word) | 1U << (source % 32U));
  }
}

void protect_memory() {
  constexpr std::uint32_t kNormalAndDevice = 0x04FF;  // index 0: write-back; index 1: device, nGnRE
  const std::uint32_t slot_count = reg::read(reg::kProtectionType) >> 8U & 0xFFU;
  POSTERN_INVARIANT(slot_count >= system::kDomainSlots);
  reg::write(reg::kMemoryAttributes, kNormalAndDevice);
  for (std::uint32_t i = system::kDomainSlots; i < slot_count; ++i) {
    reg::write(reg::kProtectionNumber, i);
    reg::write(reg::kProtectionLimit, 0);
  }
  load_rows(in_image(system::kPartitions)[system::kAgent].domain->regions);
}

void prepare_non_secure() {
  const std::uintptr_t table = system::kNonSecureCode.base;
  const std::uint32_t stack = reg::read(table);
  reg::write(reg::kVectorTable + reg::kNonSecureAlias, table);
  asm volatile("msr msp_ns, %0\n\tmsr control_ns, %1" : : "r"(stack), "r"(0));
}

}  // namespace

void load_rows(const spm::Region* rows) {
  // At level 1 everybody is privileged, and what no row grants is a fault.
  constexpr std::uint32_t kPrivilegedBackground = system::kIsolationLevel == 1 ? 0 : 1U << 2U;
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
  port::seal_stacks();
  port::set_priorities();
  port::allow_software_interrupts();
  port::attribute_memory();
  board::protect();
  port::give_interrupts_to_non_secure();
  port::protect_memory();
  asm volatile("dsb\n\tisb" ::: "memory");
  port::prepare_non_secure();
  board::start();
  if constexpr (spm::system::kBootSelfTest) {
    port::self_test();
  }
}

std::uint32_t port_non_secure_entry() {
  return port::registers::read(spm::system::kNonSecureCode.base + sizeof(std::uint32_t)) & ~1U;
}

}  // extern "C"
