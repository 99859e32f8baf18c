// Who runs: one bit for each partition that can, in the order of urgency.
//
// The cost of a choice does not depend on how many partitions there are: the running one goes on while it can and no
// strictly more urgent one is ready (SCH-3, SCH-5); otherwise the first set bit says who is next.
#pragma once

#include <cstdint>

#include "spm/entry.hpp"
#include "spm/partition.hpp"
#include "spm/port_contract.hpp"

namespace spm::ipc {

/// Runs when nobody else can, and sleeps.
inline constinit Schedulable idle{};

struct Schedule {
  std::uint32_t ready;     // who can run; idle always is
  Schedulable* running;    // a partition or idle; non-secure code can run on top of it
  Schedulable* suspended;  // SCH-9: the one on top of which non-secure code was put aside, with its interrupts held
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

// Who goes on: each of these returns the context to go on with instead of the running one, or nullptr for that one.

/// The most urgent ready one, which becomes the running one.
port::Context* go_on_with_most_urgent();
/// The same, apart from the path of whoever asks.
[[gnu::noinline]] port::Context* go_on_elsewhere();

/// Can the running one go on, and is no more urgent one ready (SCH-3)?
[[gnu::always_inline]] inline bool running_goes_on() {
  return (schedule.ready & schedule.running->interesting) == schedule.running->schedule_bit;
}

/// The context to go on with instead of the running one, or nullptr when that one goes on.
inline port::Context* go_on() {
  if (running_goes_on()) [[likely]] {
    return nullptr;
  }
  return go_on_elsewhere();
}

/// A more urgent context than the running one is ready, below what was interrupted.
[[gnu::noinline]] port::Context* go_on_elsewhere_after(Interrupted interrupted);

/// The context to go on with when an interrupt is done with, or nullptr: what it interrupted.
inline port::Context* go_on_after(Interrupted interrupted) {
  return running_goes_on() ? nullptr : go_on_elsewhere_after(interrupted);
}

}  // namespace spm::ipc
