// SPDX-License-Identifier: Apache-2.0

// Tests the memory protection at boot, before anything relies on it: what the tables forbid must fault, with the right
// fault at the right address, and what they grant must not. port_boot() calls self_test(). To read the registers back
// is not enough: some processors keep a bit and ignore it.
//
// The test has its own vector table, whose handler continues behind the access (port_self_test_fault). Interrupts are
// masked, so a fault arrives as a HardFault; the status register still has its cause. The first check that fails ends
// the boot, with its number.
#include <array>

#include "board.hpp"
#include "encoding/region.hpp"
#include "in_image.hpp"
#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"

namespace port {
namespace {

namespace reg = registers;
namespace system = spm::system;
using encoding::BootCheck;

// What the status register must show after an access.
constexpr std::uint32_t kNothing = 0;
constexpr std::uint32_t kInstruction = 1U << 0U;          // IACCVIOL
constexpr std::uint32_t kData = (1U << 1U) | (1U << 7U);  // DACCVIOL, MMARVALID
constexpr std::uint16_t kReturn = 0x4770;                 // bx lr

void require(bool holds, BootCheck check, std::uintptr_t place) {
  if (!holds) {
    refuse_to_start(check, place);
  }
}

/// Only what can come while interrupts are masked: NMI and HardFault. The table is on the stack, because in flash its
/// alignment would cost more than itself. Its first word, which only a reset reads, is the victim of the test: an
/// instruction that returns at once, in memory that no code may execute and only the kernel may use.
class OwnVectors {
 public:
  OwnVectors() { use(victim()); }
  ~OwnVectors() { use(system::kSecureCode.base); }
  OwnVectors(const OwnVectors&) = delete;
  OwnVectors& operator=(const OwnVectors&) = delete;

  std::uintptr_t victim() const { return address_of(&table_); }
  void require_intact(BootCheck check) const { require(table_.victim == kReturn, check, victim()); }

 private:
  static void use(std::uintptr_t table) {
    reg::write(reg::kVectorTable, table);
    asm volatile("dsb\n\tisb" ::: "memory");
  }
  struct Table {
    volatile std::uint32_t victim = kReturn;
    void (*reset)() = nullptr;
    void (*nmi)() = port_self_test_fault;
    void (*hard_fault)() = port_self_test_fault;
  };
  alignas(128) Table table_;
};

/// Makes an access, which must end with this status, and a data fault at this address.
[[gnu::noinline]] void require_status(void (*access)(std::uintptr_t), std::uintptr_t address, std::uint32_t expected,
                                      BootCheck check) {
  access(address);
  const std::uint32_t status = reg::read(reg::kConfigurableFaultStatus);
  const std::uintptr_t faulted = reg::read(reg::kMemManageAddress);
  reg::write(reg::kConfigurableFaultStatus, status);
  reg::write(reg::kHardFaultStatus, reg::read(reg::kHardFaultStatus));
  require(status == expected && (expected != kData || faulted == address), check, address);
}

void require_not_executed(std::uintptr_t address, BootCheck check) {
  require_status(reinterpret_cast<void (*)(std::uintptr_t)>(address | 1U), address, kInstruction, check);
}

/// Requires that secure code can neither read nor write here. At level 1 a partition has the kernel's rights.
[[gnu::noinline]] void require_no_data(std::uintptr_t address, BootCheck check) {
  constexpr bool kPrivileged = system::kIsolationLevel == 1;
  require_status(kPrivileged ? port_try_read : port_try_read_unprivileged, address, kData, check);
  require_status(kPrivileged ? port_try_write : port_try_write_unprivileged, address, kData, check);
}

using encoding::kAttributes;
using encoding::kExecuteNever;
using encoding::kPrivilegedExecuteNever;

std::uintptr_t base_of(const spm::Region& row) { return reinterpret_cast<std::uintptr_t>(row.base); }
std::uintptr_t limit_of(const spm::Region& row) { return reinterpret_cast<std::uintptr_t>(row.limit); }

/// Tries the code of a region at an instruction that returns at once, if there is one.
void try_to_execute(const spm::Region& row) {
  for (std::uintptr_t at = base_of(row) & ~kAttributes; at < (limit_of(row) | kAttributes); at += sizeof kReturn) {
    if (*reinterpret_cast<const std::uint16_t*>(at) == kReturn) {
      require_not_executed(at, BootCheck::kernel_executes_no_partition);
      return;
    }
  }
}

/// Checks that the regions of a domain read back, those on demand in the last slot, and that the kernel cannot execute
/// code that is kept from it.
void try_rows(const spm::Domain& domain) {
  constexpr std::uint32_t kLast = system::kDomainSlots - 1;
  load_rows(domain.regions);
  const std::uint32_t count = system::kRowsOnDemand ? domain.row_count : system::kDomainSlots;
  for (std::uint32_t i = 0; i < count; ++i) {
    const spm::Region& row = domain.regions[i];
    reg::write(reg::kProtectionNumber, system::kRowsOnDemand && i > kLast ? kLast : i);
    if (system::kRowsOnDemand && i > kLast) {
      reg::write(reg::kProtectionLimit, 0);
      reg::write(reg::kProtectionBase, base_of(row));
      reg::write(reg::kProtectionLimit, limit_of(row));
    }
    require(reg::read(reg::kProtectionBase) == base_of(row) && reg::read(reg::kProtectionLimit) == limit_of(row),
            BootCheck::region_reads_back, base_of(row));
    if ((base_of(row) & kExecuteNever) == 0 && (limit_of(row) & kPrivilegedExecuteNever) != 0) {
      try_to_execute(row);
    }
  }
}

/// Checks that nothing can be used by a second address, nor by a null pointer (ISO-2).
void try_other_addresses(const OwnVectors& own) {
  require_no_data(0, BootCheck::null_is_no_address);
  const std::array places{system::kSecureCode.base, address_of(system::gates_start), address_of(&system::kDomains)};
  for (const std::uintptr_t offset : in_image(board::kOtherAddressesOfCode)) {
    for (const std::uintptr_t place : places) {
      require_no_data(place + offset, BootCheck::code_has_one_address);
    }
  }
  const std::uintptr_t other = own.victim() - board::kSecureAlias;
  require_status(system::kIsolationLevel == 1 ? port_try_write : port_try_write_unprivileged, other, kData,
                 BootCheck::data_has_one_address);
  own.require_intact(BootCheck::data_has_one_address);
  if constexpr (system::kIsolationLevel == 1) {
    require_not_executed(other, BootCheck::data_has_one_address);
  }
}

/// Checks that above level 1 a partition cannot use the kernel's memory and code. The agent's domain is loaded.
[[maybe_unused]] void try_unprivileged(const OwnVectors& own) {
  const std::uintptr_t gates = address_of(system::gates_start);
  const std::uintptr_t memory = own.victim();
  require_status(port_try_read_unprivileged, gates, kNothing, BootCheck::partition_reads_what_it_may);
  require_status(port_try_read_unprivileged, memory, kData, BootCheck::partition_reads_no_kernel_memory);
  require_status(port_try_write_unprivileged, memory, kData, BootCheck::partition_writes_no_kernel_memory);
  own.require_intact(BootCheck::partition_writes_no_kernel_memory);
  require_status(port_try_write_unprivileged, gates, kData, BootCheck::partition_writes_no_code);
  require_status(port_try_read_unprivileged, address_of(&system::kDomains), kData,
                 BootCheck::partition_reads_no_kernel_code);
}

std::uint32_t attribution_of(std::uintptr_t address) {
  std::uint32_t answer;
  asm volatile("tt %0, %1" : "=r"(answer) : "r"(address));
  return answer;
}

/// Requires that both ends of a range are secure, or both are not.
[[gnu::noinline]] void require_secure(bool secure, std::uintptr_t first, std::uintptr_t size, BootCheck check) {
  constexpr std::uint32_t kSecure = 1U << 22U;
  require(((attribution_of(first) & kSecure) != 0) == secure &&
              ((attribution_of(first + size - 1) & kSecure) != 0) == secure,
          check, first);
}

/// True if TT reports this region of the attribution unit.
bool is_in_region(std::uintptr_t address, std::uint32_t region) {
  constexpr std::uint32_t kRegionIsValid = 1U << 17U;
  constexpr std::uint32_t kRegionShift = 8;
  return (attribution_of(address) & (kRegionIsValid | 0xFFU << kRegionShift)) ==
         (kRegionIsValid | region << kRegionShift);
}

/// Requires that a region has exactly this range: not the byte below, not the byte above.
[[gnu::noinline]] void require_region(std::uintptr_t first, std::uintptr_t size, std::uint32_t region,
                                      BootCheck check) {
  require(is_in_region(first, region) && is_in_region(first + size - 1, region) && !is_in_region(first - 1, region) &&
              !is_in_region(first + size, region),
          check, first);
}

[[gnu::noinline]] void require_non_secure(const system::MemoryRange& range, std::uint32_t region) {
  require_secure(false, range.base, range.size, BootCheck::non_secure_memory_is_not);
  require_region(range.base, range.size, region, BootCheck::attribution_regions_are_apart);
}

void try_attribution() {
  // At the secure alias the bus would fix the answer, so this asks about the other alias.
  for (const system::MemoryRange* range : {&system::kSecureCode, &system::kSecureRam}) {
    require_secure(true, range->base - board::kSecureAlias, range->size, BootCheck::secure_memory_is_secure);
  }
  std::uint32_t region = 0;
  for (const system::MemoryRange& range : in_image(board::kNonSecureRanges)) {
    require_non_secure(range, region);
    ++region;
  }
  const Doors& doors = in_image(kDoors);
  require_region(address_of(doors.first), static_cast<std::uintptr_t>(doors.end - doors.first), region,
                 BootCheck::gates_have_their_window);
}

}  // namespace

void self_test() {
  const OwnVectors own;
  try_attribution();
  for (const spm::Domain& domain : in_image(system::kDomains)) {
    try_rows(domain);
  }
  load_rows(in_image(system::kPartitions)[system::kAgent].domain->regions);
  require_not_executed(own.victim(), BootCheck::kernel_executes_no_data);
  require_status(port_try_write, address_of(system::gates_start), kData, BootCheck::kernel_writes_no_code);
  try_other_addresses(own);
  if constexpr (system::kIsolationLevel > 1) {
    try_unprivileged(own);
  }
}

}  // namespace port
