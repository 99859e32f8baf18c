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

/// The bit after the last partition's is idle's: it runs when nobody else can, and sleeps.
inline constexpr std::uint32_t kIdleBit = schedule_bit(system::kPartitionCount);

struct Schedule {
  std::uint32_t ready;        // who can run; idle always can
  std::uint32_t interesting;  // the running one and all who are strictly more urgent
  std::uint32_t running_bit;
  Partition* running;  // nullptr: idle
  // SCH-9: the context on which non-secure code was put aside. It is not ready, and goes on before the agent and idle.
  std::uint32_t suspended;
};

inline constinit Schedule schedule{kIdleBit, 0xFFFF'FFFF, kIdleBit, nullptr, 0};
inline constinit port::Context idle_context{};

inline Partition& running_partition() { return *schedule.running; }

inline void block(Partition& partition, Partition::Activity activity) {
  partition.activity = activity;
  schedule.ready &= ~partition.schedule_bit;
}

/// A blocked thread can go on; its trap answers `word`.
inline void resume(Partition& partition, std::uintptr_t word) {
  partition.activity = Partition::Activity::runnable;
  port::set_result(partition.thread, word);
  schedule.ready |= partition.schedule_bit;
}

/// Makes the most urgent ready context the running one.
port::Context* switch_to_most_urgent();

/// The context to go on with instead of the running one, or nullptr when that one goes on.
inline port::Context* choose() {
  if ((schedule.ready & schedule.interesting) == schedule.running_bit) [[likely]] {
    return nullptr;
  }
  return switch_to_most_urgent();
}

}  // namespace spm::ipc
