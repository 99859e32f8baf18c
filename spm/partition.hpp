// The state of a partition, one row each, in the order of urgency. What never changes stands in its descriptor.
#pragma once

#include <array>
#include <cstdint>

#include "spm/backend.hpp"
#include "spm/call.hpp"
#include "spm/descriptors.hpp"
#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

/// Whatever can run: a partition, or idle.
struct Schedulable {
  [[no_unique_address]] backend::Thread thread;  // IPC backend: what the port keeps of it while another runs
  std::uint32_t interesting;                     // its own schedule bit and those of all who are strictly more urgent
  std::uint32_t schedule_bit;
  SignalSet asserted;
  SignalSet awaited;  // by its psa_wait, or for the next message (SFN model); none unless its thread waits
};

struct Partition : Schedulable {
  // Constants that every call looks at stand here, beside the state; the rest is behind the descriptor.
  const PartitionDescriptor* descriptor;
  std::uintptr_t own_first;  // its own data, the row of its domain that most buffers lie in
  std::uintptr_t own_span;   // from the first to the last byte
  [[no_unique_address]] backend::QueuesOfPartition queues;
  SignalSet disabled_interrupts;  // by psa_irq_disable or not yet enabled (IRQ-2)
  Partition* serving;             // SFN model: the client whose secure function runs, else nullptr
  PartitionIndex index;
  bool is_started;  // SFN backend: its init function has run, or does now
  Call call;        // its own, as a client: it can have only one outstanding (CON-7)
};

inline constinit std::array<Partition, system::kPartitionCount> partitions{};

inline Partition& agent() { return partitions[system::kAgent]; }

inline bool is_ipc_model(const Partition& partition) {
  return !system::kHasSfnModel || partition.descriptor->model == Model::ipc;
}

constexpr std::uint32_t schedule_bit(PartitionIndex index) { return 0x8000'0000U >> index; }

/// Fills the rows from the descriptors; everything else starts at zero.
void prepare_partitions();

}  // namespace spm
