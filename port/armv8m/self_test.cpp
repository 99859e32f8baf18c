// SPDX-License-Identifier: Apache-2.0

// Tests the memory protection at boot, before anything relies on it: what the tables forbid must fault, with the right
// fault at the right address, and what they grant must not. port_boot() calls self_test(). To read the registers back
// is not enough: some processors keep a bit and ignore it.
//
// The test has its own vector table, whose handler notes the fault and continues with the next instruction. Interrupts
// are masked, so a fault arrives as a HardFault; the status register still has its cause.
#include <algorithm>
#include <array>

#include "board.hpp"
#include "encoding/region.hpp"
#include "in_image.hpp"
#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"

extern "C" {
/// Gets the hardware's frame, and changes where it returns to.
void port_self_test_caught(port::Frame& frame);
}

namespace port {
namespace {

namespace reg = registers;
namespace system = spm::system;

constexpr std::uint32_t kInstruction = 1U << 0U;  // IACCVIOL
constexpr std::uint32_t kData = 1U << 1U;         // DACCVIOL
constexpr std::uint32_t kAddressValid = 1U << 7U;
constexpr std::uint16_t kReturn = 0x4770;  // bx lr

struct Caught {
  std::uint32_t status;
  std::uint32_t address;
};
constinit volatile Caught caught{};

/// An instruction that returns at once, in memory that no code may execute and only the kernel may use.
alignas(4) constinit volatile std::uint32_t victim = kReturn;

struct FaultVectors {
  std::byte* main_stack;
  std::array<void (*)(), 15> handlers;
};
consteval std::array<void (*)(), 15> all_caught() {
  std::array<void (*)(), 15> handlers{};
  std::ranges::fill(handlers, port_self_test_fault);
  return handlers;
}
alignas(128) constexpr FaultVectors kVectors{handler_stack_top, all_caught()};

class OwnVectors {
 public:
  OwnVectors() { use(reinterpret_cast<std::uintptr_t>(&kVectors)); }
  ~OwnVectors() { use(system::kSecureCode.base); }
  OwnVectors(const OwnVectors&) = delete;
  OwnVectors& operator=(const OwnVectors&) = delete;

 private:
  static void use(std::uintptr_t table) {
    reg::write(reg::kVectorTable, table);
    asm volatile("dsb\n\tisb" ::: "memory");
  }
};

template <typename Action>
Caught fault_of(const Action& action) {
  caught.status = 0;
  caught.address = 0;
  action();
  return {caught.status, caught.address};
}

bool is_data_fault(const Caught& fault, std::uintptr_t address) {
  return fault.status == (kData | kAddressValid) && fault.address == address;
}

// Instructions of 32 bits each. The unprivileged ones have the rights of a partition.
Caught read_as_partition(std::uintptr_t address) {
  return fault_of([=] { asm volatile("ldrt r12, [%0]" ::"r"(address) : "r12", "memory"); });
}
Caught write_as_partition(std::uintptr_t address) {
  return fault_of([=] { asm volatile("strt %0, [%0]" ::"r"(address) : "memory"); });
}
Caught read_as_kernel(std::uintptr_t address) {
  return fault_of([=] { asm volatile("ldr.w r12, [%0]" ::"r"(address) : "r12", "memory"); });
}
Caught write_as_kernel(std::uintptr_t address) {
  return fault_of([=] { asm volatile("str.w %0, [%0]" ::"r"(address) : "memory"); });
}
Caught execute(std::uintptr_t address) {
  return fault_of([=] {
    asm volatile("blx %0" ::"r"(address | 1U) : "r0", "r1", "r2", "r3", "r12", "lr", "memory", "cc");
  });
}

using encoding::kAttributes;
using encoding::kExecuteNever;
using encoding::kPrivilegedExecuteNever;

std::uintptr_t base_of(const spm::Region& row) { return reinterpret_cast<std::uintptr_t>(row.base); }
std::uintptr_t limit_of(const spm::Region& row) { return reinterpret_cast<std::uintptr_t>(row.limit); }

/// The address of an instruction in partition code that returns at once; 0: there is none.
std::uintptr_t harmless_place_in(const spm::Region& row) {
  for (std::uintptr_t at = base_of(row) & ~kAttributes; at < (limit_of(row) | kAttributes); at += sizeof kReturn) {
    if (*reinterpret_cast<const std::uint16_t*>(at) == kReturn) {
      return at;
    }
  }
  return 0;
}

bool reads_back(const spm::Region& row) {
  return reg::read(reg::kProtectionBase) == base_of(row) && reg::read(reg::kProtectionLimit) == limit_of(row);
}

/// Reads back the regions on demand, in the last slot.
bool read_back_on_demand(const spm::Domain& domain) {
  reg::write(reg::kProtectionNumber, system::kDomainSlots - 1);
  for (std::uint32_t i = system::kDomainSlots; i < domain.row_count; ++i) {
    reg::write(reg::kProtectionLimit, 0);
    reg::write(reg::kProtectionBase, base_of(domain.regions[i]));
    reg::write(reg::kProtectionLimit, limit_of(domain.regions[i]));
    if (!reads_back(domain.regions[i])) {
      return false;
    }
  }
  return true;
}

/// Checks that the regions of a domain read back, and that the kernel cannot execute code that is kept from it. Returns
/// what is broken, or nullptr.
const char* try_rows(const spm::Domain& domain) {
  if (system::kRowsOnDemand && !read_back_on_demand(domain)) {
    return "a row does not read back";
  }
  load_rows(domain.regions);
  for (std::uint32_t i = 0; i < system::kDomainSlots; ++i) {
    const spm::Region& row = domain.regions[i];
    reg::write(reg::kProtectionNumber, i);
    if (!reads_back(row)) {
      return "a row does not read back";
    }
    const bool is_kept_from_kernel =
        (base_of(row) & kExecuteNever) == 0 && (limit_of(row) & kPrivilegedExecuteNever) != 0;
    const std::uintptr_t place = is_kept_from_kernel ? harmless_place_in(row) : 0;
    if (place != 0 && execute(place).status != kInstruction) {
      return "the kernel can execute code of partitions";
    }
  }
  return nullptr;
}

/// The access of a partition, which has the kernel's rights at level 1.
Caught read_as_secure_code(std::uintptr_t address) {
  return system::kIsolationLevel == 1 ? read_as_kernel(address) : read_as_partition(address);
}
Caught write_as_secure_code(std::uintptr_t address) {
  return system::kIsolationLevel == 1 ? write_as_kernel(address) : write_as_partition(address);
}

/// Checks that nothing can be used by a second address, nor by a null pointer (ISO-2).
const char* try_other_addresses() {
  if (!is_data_fault(read_as_secure_code(0), 0) || !is_data_fault(write_as_secure_code(0), 0)) {
    return "a null pointer can be used";
  }
  const std::array places{system::kSecureCode.base, address_of(system::gates_start), address_of(&kVectors)};
  for (const std::uintptr_t offset : in_image(board::kOtherAddressesOfCode)) {
    for (const std::uintptr_t place : places) {
      const std::uintptr_t other = place + offset;
      if (!is_data_fault(read_as_secure_code(other), other) || !is_data_fault(write_as_secure_code(other), other)) {
        return "code or constants can be used by another address";
      }
    }
  }
  const std::uintptr_t other = address_of(&victim) - board::kSecureAlias;
  if (!is_data_fault(write_as_secure_code(other), other) || victim != kReturn ||
      (system::kIsolationLevel == 1 && execute(other).status != kInstruction)) {
    return "data can be used by another address";
  }
  return nullptr;
}

/// Checks that above level 1 a partition cannot use the kernel's memory and code. The agent's domain is loaded.
const char* try_unprivileged() {
  if (read_as_partition(address_of(system::gates_start)).status != 0) {
    return "a partition cannot read what it may";
  }
  if (!is_data_fault(read_as_partition(address_of(&victim)), address_of(&victim))) {
    return "a partition can read memory of the kernel";
  }
  if (!is_data_fault(write_as_partition(address_of(&victim)), address_of(&victim)) || victim != kReturn) {
    return "a partition can write memory of the kernel";
  }
  if (!is_data_fault(write_as_partition(address_of(system::gates_start)), address_of(system::gates_start))) {
    return "a partition can write code";
  }
  if (!is_data_fault(read_as_partition(address_of(&kVectors)), address_of(&kVectors))) {
    return "a partition can read code of the kernel";
  }
  return nullptr;
}

std::uint32_t attribution_of(std::uintptr_t address) {
  std::uint32_t answer;
  asm volatile("tt %0, %1" : "=r"(answer) : "r"(address));
  return answer;
}
bool is_secure(std::uintptr_t address) {
  constexpr std::uint32_t kSecure = 1U << 22U;
  return (attribution_of(address) & kSecure) != 0;
}
/// True if TT reports this region of the attribution unit.
bool is_in_region(std::uintptr_t address, std::uint32_t region) {
  constexpr std::uint32_t kRegionIsValid = 1U << 17U;
  constexpr std::uint32_t kRegionShift = 8;
  return (attribution_of(address) & (kRegionIsValid | 0xFFU << kRegionShift)) ==
         (kRegionIsValid | region << kRegionShift);
}

/// True if a region has exactly this range: not the byte below, not the byte above.
bool is_whole_region(std::uintptr_t first, std::uintptr_t size, std::uint32_t region) {
  return is_in_region(first, region) && is_in_region(first + size - 1, region) && !is_in_region(first - 1, region) &&
         !is_in_region(first + size, region);
}

/// At the secure alias the bus would fix the answer, so this asks about the other alias.
bool is_secure_at_other_alias(const system::MemoryRange& range) {
  const std::uintptr_t first = range.base - board::kSecureAlias;
  return is_secure(first) && is_secure(first + range.size - 1);
}

const char* try_attribution() {
  if (!is_secure_at_other_alias(system::kSecureCode) || !is_secure_at_other_alias(system::kSecureRam)) {
    return "secure memory is not secure";
  }
  std::uint32_t region = 0;
  for (const system::MemoryRange& range : in_image(board::kNonSecureRanges)) {
    if (is_secure(range.base) || is_secure(range.base + range.size - 1)) {
      return "non-secure memory is secure";
    }
    if (!is_whole_region(range.base, range.size, region)) {
      return "the attribution unit does not tell its regions apart";
    }
    ++region;
  }
  const Doors& doors = in_image(kDoors);
  if (!is_whole_region(address_of(doors.first), static_cast<std::uintptr_t>(doors.end - doors.first), region)) {
    return "the window of the gates is not where they are";
  }
  return nullptr;
}

const char* try_all() {
  const OwnVectors own;
  const char* broken = try_attribution();
  for (const spm::Domain& domain : in_image(system::kDomains)) {
    broken = broken != nullptr ? broken : try_rows(domain);
  }
  load_rows(in_image(system::kPartitions)[system::kAgent].domain->regions);
  if (broken != nullptr) {
    return broken;
  }
  if (execute(address_of(&victim)).status != kInstruction) {
    return "the kernel can execute data";
  }
  if (!is_data_fault(write_as_kernel(address_of(system::gates_start)), address_of(system::gates_start))) {
    return "the kernel can write code";
  }
  broken = try_other_addresses();
  return broken == nullptr && system::kIsolationLevel > 1 ? try_unprivileged() : broken;
}

}  // namespace

void self_test() {
  const char* const broken = try_all();
  if (broken != nullptr) {
    refuse_to_start(broken, "");
  }
}

}  // namespace port

void port_self_test_caught(port::Frame& frame) {
  namespace reg = port::registers;
  const std::uint32_t status = reg::read(reg::kConfigurableFaultStatus);
  port::caught.status = status;
  port::caught.address = reg::read(reg::kMemManageAddress);
  reg::write(reg::kConfigurableFaultStatus, status);
  reg::write(reg::kHardFaultStatus, reg::read(reg::kHardFaultStatus));
  // If the instruction could not be fetched, return from the call of it; else continue with the next one.
  frame.pc = (status & port::kInstruction) != 0 ? frame.lr & ~1U : frame.pc + sizeof(std::uint32_t);
}
