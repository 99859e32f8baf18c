// The record that `postern audit` starts from: where the tables are by which this image draws its boundaries.
//
// It stands in a section that is not loaded and costs no flash. Tables are named by their address, so the audit reads
// the words that the kernel reads. Facts that no code reads (names, the place of everybody's memory, what the board's
// manual says) are in the record itself. One word for each field, in this order: tool/audit/image.cpp reads it so.
#include <array>
#include <cstddef>
#include <cstdint>

#include "board.hpp"
#include "places.hpp"
#include "port_internal.hpp"
#include "spm/descriptors.hpp"
#include "spm/service.hpp"
#include "system.hpp"

namespace port {
namespace {

namespace system = spm::system;

constexpr std::uint32_t kMagic = 0x41545350;  // "PSTA"
constexpr std::uint32_t kVersion = 3;

struct Table {
  const void* first;
  std::uint32_t count;
};

template <typename Element, std::size_t count>
constexpr Table table(const std::array<Element, count>& elements) {
  return {count == 0 ? nullptr : &elements, count};
}

struct Record {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t level;
  std::uint32_t has_threads;
  std::uint32_t slots;
  const void* partition_rows;  // a service names its owner by its row
  std::uint32_t partition_row_size;

  // Read at run time.
  Table partitions;
  Table domains;
  Table services;
  Table services_by_sid;
  Table interrupts;
  Table peripheral_gates;
  Table attribution;
  const void* doors;
  Table non_secure_devices;
  Table memory_controllers;
  Table non_secure_ports;
  Table non_secure_interrupts;

  // Stated.
  std::uint32_t secure_code[2];
  std::uint32_t secure_ram[2];
  std::uint32_t secure_alias;
  std::uint32_t ports_below_gates;
  places::Span gates;
  places::Span stubs;
  places::Span kernel_text;
  places::Span kernel_constants;
  places::Span kernel_data;
  places::Span kernel_zeros;
  places::Span kernel_stack;
  places::Span kernel_kept;
  Table partition_places;
  Table service_names;
  Table devices;
  Table controllers_of_board;  // as they were compiled, to compare
  // is_non_secure_memory() has these words in its code: it is on the path of every call. The processor's TT answer is
  // asked as well, so they can take away and cannot give.
  Table non_secure_memory;
};

static_assert(sizeof(void*) == 4 && sizeof(spm::Region) == 8 && sizeof(spm::Domain) == 8);
static_assert(offsetof(spm::Domain, region_count) == 4 && offsetof(spm::Domain, row_count) == 5);
static_assert(sizeof(spm::PartitionDescriptor) == 60 && offsetof(spm::PartitionDescriptor, domain) == 28 &&
              offsetof(spm::PartitionDescriptor, stack_limit) == 36 &&
              offsetof(spm::PartitionDescriptor, stack_top) == 40);
static_assert(sizeof(spm::Service) == 16 && offsetof(spm::Service, callers) == 0 && offsetof(spm::Service, owner) == 4);
static_assert(sizeof(spm::NamedService) == 16);
static_assert(sizeof(spm::InterruptDescriptor) == 16 && offsetof(spm::InterruptDescriptor, owner) == 2 &&
              offsetof(spm::InterruptDescriptor, handling) == 3);
static_assert(sizeof(spm::PeripheralGate) == 8 && sizeof(system::MemoryRange) == 8 && sizeof(spm::Range) == 12 &&
              sizeof(board::DeviceRange) == 8 && sizeof(board::MemoryController) == 12 &&
              sizeof(board::PeripheralPorts) == 8);

// What is stated, behind the record.
#define POSTERN_STATED [[gnu::section(".postern.audit.stated")]] constexpr auto
POSTERN_STATED kPartitionPlaces = places::kPartitions;
POSTERN_STATED kServiceNames = places::kServices;
POSTERN_STATED kDevices = places::kDevices;
POSTERN_STATED kControllersOfBoard = board::kMemoryControllers;
POSTERN_STATED kNonSecureMemory = system::kNonSecureMemory;

}  // namespace

extern const Record audit_record;
[[gnu::section(".postern.audit"), gnu::used]] constinit const Record audit_record{
    .magic = kMagic,
    .version = kVersion,
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
    .service_names = table(kServiceNames),
    .devices = table(kDevices),
    .controllers_of_board = table(kControllersOfBoard),
    .non_secure_memory = table(kNonSecureMemory),
};

}  // namespace port
