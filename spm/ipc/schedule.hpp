// Who runs: one bit for each context that can, in the order of urgency.
//
// The cost of a choice does not depend on how many partitions there are: the running one goes on while it can and no
// strictly more urgent one is ready (SCH-3, SCH-5); otherwise the first set bit says who is next.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "spm/partition.hpp"
#include "spm/port_contract.hpp"

namespace spm::ipc {

/// The context after the last partition: it runs when nobody else can, and sleeps.
inline constexpr PartitionIndex kIdle = system::kPartitionCount;

inline constinit std::array<port::Context, system::kPartitionCount + 1> contexts{};

constexpr std::uint32_t schedule_bit(PartitionIndex index) { return 0x8000'0000U >> index; }

/// One bit for each context that can run; idle always can.
inline constinit std::uint32_t ready = schedule_bit(kIdle);
inline constinit PartitionIndex running = kIdle;

inline Partition& running_partition() { return partitions[running]; }

inline void block(Partition& partition, Partition::Activity activity) {
  partition.activity = activity;
  ready &= ~schedule_bit(partition.index);
}

/// A blocked thread can go on; its trap answers `word`.
inline void resume(Partition& partition, std::uintptr_t word) {
  partition.activity = Partition::Activity::runnable;
  port::set_result(contexts[partition.index], word);
  ready |= schedule_bit(partition.index);
}

/// The context to go on with instead of the running one, or nullptr when that one goes on.
inline port::Context* choose() {
  const std::uint32_t more_urgent =
      running == kIdle ? ~schedule_bit(kIdle) : running_partition().descriptor->more_urgent;
  if ((ready & schedule_bit(running)) != 0 && (ready & more_urgent) == 0) {
    return nullptr;
  }
  running = static_cast<PartitionIndex>(std::countl_zero(ready));
  return &contexts[running];
}

}  // namespace spm::ipc
