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

struct Partition {
  /// What its thread does: run (or be ready to), wait for a signal, wait for a message (SFN model), wait for a reply.
  enum class Activity : std::uint8_t { runnable, waiting, receiving, calling };

  // Constants that every call looks at stand here, beside the state; the rest is behind the descriptor.
  const PartitionDescriptor* descriptor;
  std::uintptr_t own_first;   // its own data, the row of its domain that most buffers lie in
  std::uintptr_t own_span;    // from the first to the last byte
  std::uint32_t interesting;  // its own schedule bit and those of all who are strictly more urgent
  std::uint32_t schedule_bit;
  SignalSet asserted;
  SignalSet awaited;              // the mask of its psa_wait while it is waiting
  SignalSet disabled_interrupts;  // by psa_irq_disable or not yet enabled (IRQ-2)
  Call* serving;                  // SFN model: the call whose secure function runs, else nullptr
  PartitionIndex index;
  Activity activity;
  [[no_unique_address]] backend::Thread thread;  // IPC backend: what the port keeps of it while another runs
  Call call;                                     // its own, as a client: it can have only one outstanding (CON-7)
};

inline constinit std::array<Partition, system::kPartitionCount> partitions{};

inline Partition& agent() { return partitions[system::kAgent]; }

constexpr std::uint32_t schedule_bit(PartitionIndex index) { return 0x8000'0000U >> index; }

/// May this partition use that service: by its dependencies, or for the agent by the service's own word (CONN-2,
/// SVC-15).
[[gnu::always_inline]] inline bool may_call(const Partition& partition, ServiceIndex service) {
  return (partition.descriptor->callable[service / 32U] >> (service % 32U) & 1U) != 0;
}

/// Fills the rows from the descriptors; everything else starts at zero.
void prepare_partitions();

}  // namespace spm
