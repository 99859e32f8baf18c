// SPDX-License-Identifier: Apache-2.0

// Checks at compile time what the kernel relies on in the generated tables and does not check at run time. Addresses
// are checked by the linker script; this file checks the numbers.
#include <algorithm>

#include "spm/connection.hpp"
#include "spm/partition.hpp"
#include "spm/port_contract.hpp"

namespace spm {
namespace {

constexpr unsigned kMostPartitions = 31;  // one schedule bit each, and one for idle

consteval bool partitions_are_in_order() {
  for (unsigned i = 0; i < system::kPartitionCount; ++i) {
    const std::uint32_t before = i == 0 ? 0 : ~(0xFFFF'FFFFU >> i);
    if ((system::kPartitions[i].more_urgent & ~before) != 0) {
      return false;
    }
  }
  return system::kPartitions[system::kAgent].model == Model::agent;
}

consteval bool services_are_grouped() {
  for (unsigned p = 0; p < system::kPartitionCount; ++p) {
    const PartitionDescriptor& partition = system::kPartitions[p];
    SignalSet signals = SignalSet::none;
    for (unsigned k = 0; k < partition.service_count; ++k) {
      const ServiceDescriptor& service = system::kServices[partition.first_service + k];
      if (service.owner != p || static_cast<std::uint32_t>(service.signal) != 1U << (kFirstServiceBit + k)) {
        return false;
      }
      signals = signals | service.signal;
    }
    if (signals != partition.services) {
      return false;
    }
  }
  return true;
}

consteval bool interrupts_are_grouped() {
  for (unsigned p = 0; p < system::kPartitionCount; ++p) {
    const PartitionDescriptor& partition = system::kPartitions[p];
    for (unsigned k = 0; k < partition.interrupt_count; ++k) {
      const InterruptDescriptor& interrupt = system::kInterrupts[partition.first_interrupt + k];
      if (interrupt.owner != p || static_cast<std::uint32_t>(interrupt.signal) != 1U << (kFirstInterruptBit - k)) {
        return false;
      }
    }
  }
  return true;
}

consteval bool sids_ascend() {
  return std::ranges::adjacent_find(system::kServicesBySid, [](ServiceIndex a, ServiceIndex b) {
           return system::kServices[a].sid >= system::kServices[b].sid;
         }) == system::kServicesBySid.end();
}

consteval bool stateless_entries_match() {
  return std::ranges::all_of(system::kStateless, [](const StatelessEntry& entry) {
    return entry.expected == 0 || !system::kServices[entry.service].connection_based;
  });
}

static_assert(system::kPartitionCount >= 1 && system::kPartitionCount <= kMostPartitions);
static_assert(system::kAgent == system::kPartitionCount - 1);
static_assert(system::kConnectionCount <= Connection::kSlotMask + 1, "a connection's slot is one byte of its handle");
static_assert(partitions_are_in_order());
static_assert(services_are_grouped());
static_assert(interrupts_are_grouped());
static_assert(sids_ascend());
static_assert(stateless_entries_match());

}  // namespace
}  // namespace spm
