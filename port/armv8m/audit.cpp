// SPDX-License-Identifier: Apache-2.0

// The record that `postern audit` starts from: the addresses of the tables that define this image's boundaries. No code
// reads it.
//
// encoding/audit_record.hpp has its layout, and the audit includes that too. The record names tables by address, so the
// audit reads the words that the kernel reads. Facts that no code reads (names, where all memory is, what the board's
// manual states) are in the record itself.
#include <array>
#include <cstddef>
#include <cstdint>

#include "board.hpp"
#include "encoding/audit_record.hpp"
#include "places.hpp"
#include "port_internal.hpp"
#include "spm/descriptors.hpp"
#include "spm/service.hpp"
#include "system.hpp"

namespace port {
namespace {

namespace layout = encoding::layout;
namespace system = spm::system;

template <typename Element, std::size_t count>
constexpr encoding::Table<const void*> table(const std::array<Element, count>& elements) {
  return {count == 0 ? nullptr : &elements, count};
}

using encoding::kPairSize;

static_assert(sizeof(void*) == 4 && sizeof(spm::Region) == kPairSize && sizeof(spm::Domain) == layout::Domain::size);
static_assert(offsetof(spm::Domain, regions) == layout::Domain::rows &&
              offsetof(spm::Domain, region_count) == layout::Domain::granted &&
              offsetof(spm::Domain, row_count) == layout::Domain::loaded);
static_assert(sizeof(spm::PartitionDescriptor) == layout::Partition::size &&
              offsetof(spm::PartitionDescriptor, id) == layout::Partition::id &&
              offsetof(spm::PartitionDescriptor, domain) == layout::Partition::domain &&
              offsetof(spm::PartitionDescriptor, entry) == layout::Partition::entry &&
              offsetof(spm::PartitionDescriptor, stack_limit) == layout::Partition::stack_limit &&
              offsetof(spm::PartitionDescriptor, stack_top) == layout::Partition::stack_top);
static_assert(sizeof(spm::Service) == layout::Service::size &&
              offsetof(spm::Service, callers) == layout::Service::callers &&
              offsetof(spm::Service, owner) == layout::Service::owner);
static_assert(sizeof(spm::NamedService) == layout::NamedService::size &&
              offsetof(spm::NamedService, sid) == layout::NamedService::sid &&
              offsetof(spm::NamedService, service) == layout::NamedService::service);
static_assert(sizeof(spm::InterruptDescriptor) == layout::Interrupt::size &&
              offsetof(spm::InterruptDescriptor, source) == layout::Interrupt::source &&
              offsetof(spm::InterruptDescriptor, owner) == layout::Interrupt::owner &&
              offsetof(spm::InterruptDescriptor, handling) == layout::Interrupt::handling &&
              offsetof(spm::InterruptDescriptor, function) == layout::Interrupt::function);
static_assert(sizeof(spm::PeripheralGate) == kPairSize && sizeof(system::MemoryRange) == kPairSize &&
              sizeof(board::DeviceRange) == kPairSize && sizeof(board::PeripheralPorts) == kPairSize &&
              sizeof(board::MemoryController) == layout::Controller::size);
static_assert(sizeof(board::RegisterRun) == layout::RegisterRun::size &&
              offsetof(board::RegisterRun, first) == layout::RegisterRun::first &&
              offsetof(board::RegisterRun, count) == layout::RegisterRun::count &&
              offsetof(board::RegisterRun, step) == layout::RegisterRun::step &&
              offsetof(board::RegisterRun, value) == layout::RegisterRun::value &&
              offsetof(board::RegisterRun, written) == layout::RegisterRun::written &&
              offsetof(board::RegisterRun, kept) == layout::RegisterRun::kept);
static_assert(sizeof(spm::Range) == sizeof(encoding::AuditRange) &&
              offsetof(spm::Range, last) == offsetof(encoding::AuditRange, last) &&
              sizeof(board::MemoryController) == sizeof(encoding::AuditController) &&
              offsetof(board::MemoryController, memory) == offsetof(encoding::AuditController, memory) &&
              offsetof(board::MemoryController, size) == offsetof(encoding::AuditController, size));

// What is stated, placed after the record.
#define POSTERN_STATED [[gnu::section(".postern.audit.stated")]] constexpr auto
POSTERN_STATED kPartitionPlaces = places::kPartitions;
POSTERN_STATED kServiceNotes = places::kServices;
POSTERN_STATED kDevices = places::kDevices;
POSTERN_STATED kControllersOfBoard = board::kMemoryControllers;
POSTERN_STATED kNonSecureMemory = system::kNonSecureMemory;

}  // namespace

using Record = encoding::AuditRecord<const void*>;

extern const Record audit_record;
[[gnu::section(".postern.audit"), gnu::used]] constinit const Record audit_record{
    .magic = encoding::kAuditMagic,
    .version = encoding::kAuditVersion,
    .level = system::kIsolationLevel,
    .has_threads = system::kBackend == spm::Backend::ipc ? 1 : 0,
    .slots = system::kDomainSlots,
    .partition_rows = &spm::partitions,
    .partition_row_size = sizeof(spm::Partition),
    .partitions = table(system::kPartitions),
    .domains = table(system::kDomains),
    .services = table(spm::kServiceRows),
    .services_by_sid = table(spm::kServiceNames),
    .interrupts = table(system::kInterrupts),
    .peripheral_gates = table(system::kPeripheralGates),
    .attribution = table(board::kNonSecureRanges),
    .doors = &kDoors,
    .non_secure_devices = table(board::kNonSecureDevices),
    .memory_controllers = table(board::kMemoryControllers),
    .non_secure_ports = table(board::kNonSecurePorts),
    .non_secure_interrupts = table(board::kNonSecureInterrupts),
    .register_runs = table(board::kRegisterRuns),
    .secure_code = {system::kSecureCode.base, system::kSecureCode.size},
    .secure_ram = {system::kSecureRam.base, system::kSecureRam.size},
    .secure_alias = board::kSecureAlias,
    .ports_below_gates = board::kPortsBelowGates,
    .gates = {places::gates_start, places::gates_end},
    .stubs = {places::nsc_start, places::nsc_end},
    .kernel_text = {places::text_start, places::gates_start},
    .kernel_constants = {places::constants_start, places::load_table_end},
    .kernel_data = {places::kernel_data_start, places::kernel_data_end},
    .kernel_zeros = {places::kernel_bss_start, places::kernel_bss_end},
    .kernel_stack = {places::handler_stack_limit, places::handler_stack_top},
    .kernel_kept = {places::kept_start, places::ram_end},
    .partition_places = table(kPartitionPlaces),
    .service_notes = table(kServiceNotes),
    .devices = table(kDevices),
    .controllers_of_board = table(kControllersOfBoard),
    .non_secure_memory = table(kNonSecureMemory),
};

}  // namespace port
