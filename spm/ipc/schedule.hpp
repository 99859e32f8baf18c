// Who runs: one bit for each partition that can, in the order of urgency.
//
// The cost of a choice does not depend on how many partitions there are: the running one goes on while it can and no
// strictly more urgent one is ready (SCH-3, SCH-5); otherwise the first set bit says who is next.
#pragma once

#include <cstdint>

#include "spm/partition.hpp"
#include "spm/port_contract.hpp"

namespace spm::ipc {

/// Runs when nobody else can, and sleeps.
inline constinit Schedulable idle{};

/// All but the agent and idle.
inline constexpr std::uint32_t kSecurePartitions = ~(schedule_bit(system::kAgent) - 1 + schedule_bit(system::kAgent));

struct Schedule {
  std::uint32_t ready;     // who can run; idle always is
  Schedulable* running;    // a partition or idle
  Schedulable* suspended;  // SCH-9: on whom non-secure code was put aside. It goes on before the agent and idle
};

inline constinit Schedule schedule{};

/// Everybody is more urgent than idle.
inline void prepare_idle() {
  idle.interesting = 0xFFFF'FFFF;
  idle.schedule_bit = schedule_bit(system::kPartitionCount);
  schedule = {.ready = idle.schedule_bit, .running = &idle, .suspended = nullptr};
}

/// Whoever traps is a partition.
inline Partition& running_partition() { return static_cast<Partition&>(*schedule.running); }

inline void block(const Partition& partition) { schedule.ready &= ~partition.schedule_bit; }

/// A blocked thread can go on; its trap answers `word`.
inline void resume(Partition& partition, std::uintptr_t word) {
  port::set_result(partition.thread, word);
  schedule.ready |= partition.schedule_bit;
}

/// Makes the most urgent ready context the running one.
port::Context* switch_to_most_urgent();
/// The same, apart from the path of whoever asks.
[[gnu::noinline]] port::Context* give_way();

/// The context to go on with instead of the running one, or nullptr when that one goes on.
inline port::Context* choose() {
  if ((schedule.ready & schedule.running->interesting) == schedule.running->schedule_bit) [[likely]] {
    return nullptr;
  }
  return give_way();
}

}  // namespace spm::ipc
