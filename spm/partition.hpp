// SPDX-License-Identifier: Apache-2.0

// The state of each partition, in the order of urgency. Constants that few calls need are in its descriptor. The
// backends schedule partitions; calls/ works on their signals, messages and calls.
#pragma once

#include <array>
#include <cstdint>

#include "spm/backend.hpp"
#include "spm/call.hpp"
#include "spm/descriptors.hpp"
#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

/// Anything that can run: a partition, or idle.
struct Schedulable {
  [[no_unique_address]] backend::Thread thread;  // IPC backend: what the port saves while another one runs
  std::uint32_t interesting;  // IPC backend: its own schedule bit and those of all that are strictly more urgent
  std::uint32_t schedule_bit;
  SignalSet asserted;
  SignalSet awaited;  // by psa_wait, or kMessage (SFN model); none unless its thread waits
};

struct Partition : Schedulable {
  // Constants that every call reads are here, beside the state; the rest is in the descriptor.
  const PartitionDescriptor* descriptor;
  std::uintptr_t own_first;  // its own data, the region that most buffers lie in
  std::uintptr_t own_span;   // from the first to the last byte
  [[no_unique_address]] backend::QueuesOfPartition queues;
  SignalSet disabled_interrupts;  // disabled by psa_irq_disable, or not enabled yet (IRQ-2)
  // The client whose message it took last, until it answers one; else nullptr. SFN backend: itself until it starts.
  Partition* serving;
  PartitionIndex index;
  Call call;  // its call as a client: only one can be outstanding (CON-7)
};

inline constinit std::array<Partition, system::kPartitionCount> partitions{};

inline Partition& agent() { return partitions[system::kAgent]; }

inline bool is_ipc_model(const Partition& partition) {
  return !system::kHasSfnModel || partition.descriptor->model == Model::ipc;
}

constexpr std::uint32_t schedule_bit(PartitionIndex index) { return 0x8000'0000U >> index; }

/// The same. A constant where the compiler knows that the partition is the agent.
[[gnu::always_inline]] inline std::uint32_t bit_of(const Partition& partition) {
  const bool is_agent = &partition == &agent();
  return __builtin_constant_p(is_agent) != 0 && is_agent ? schedule_bit(system::kAgent) : partition.schedule_bit;
}

/// Initialises all partitions from their descriptors; everything else starts at zero.
void prepare_partitions();

}  // namespace spm
