// SPDX-License-Identifier: Apache-2.0

// Which context runs: one bit for each partition that is ready, in the order of urgency.
//
// The cost of a decision does not depend on the number of partitions. The running context continues while it is ready
// and no strictly more urgent one is (SCH-3, SCH-5); otherwise the first bit that is set names the next one.
#pragma once

#include <cstdint>

#include "spm/backend.hpp"
#include "spm/entry.hpp"
#include "spm/partition.hpp"
#include "spm/port_contract.hpp"

namespace spm {

/// An answer that comes later has a bit above those of a word. The two words travel in two registers.
constexpr Answer later() { return Answer{std::uint64_t{1} << 32U}; }
constexpr bool is_later(Answer answer) { return static_cast<std::uint64_t>(answer) >> 32U != 0; }

}  // namespace spm

namespace spm::ipc {

/// Runs when nothing else can, and sleeps.
inline constinit Schedulable idle{};

struct Schedule {
  std::uint32_t ready;     // what is ready; idle always is
  Schedulable* running;    // a partition or idle; non-secure code can run on top of it
  Schedulable* suspended;  // SCH-9: the context below suspended non-secure code with its interrupts held; else nullptr
};

inline constinit Schedule schedule{};

/// Every partition is more urgent than idle.
inline void prepare_idle() {
  idle.interesting = 0xFFFF'FFFF;
  idle.schedule_bit = schedule_bit(system::kPartitionCount);
  schedule = {.ready = idle.schedule_bit, .running = &idle, .suspended = nullptr};
}

/// Must not be called for idle.
inline Partition& running_partition() { return static_cast<Partition&>(*schedule.running); }

inline void block(const Partition& partition) { schedule.ready &= ~partition.schedule_bit; }

/// Makes a blocked thread ready; its trap answers `word`.
inline void resume(Partition& partition, std::uintptr_t word) {
  port::set_result(partition.thread, word);
  schedule.ready |= partition.schedule_bit;
}

/// A partition learns which signals ended its wait when it runs: more can come until then (WAIT-7).
inline void end_wait(Partition& partition) {
  const SignalSet signals = partition.asserted & partition.awaited;
  partition.awaited = SignalSet::none;
  port::set_result(partition.thread, static_cast<std::uint32_t>(signals));
}

/// This context, which waits for no signal, becomes the running one.
void run(Schedulable& next);
/// Ends the wait of the most urgent ready context, which is to run next.
Schedulable& most_urgent();
/// The same, kept out of the caller's path.
[[gnu::noinline]] Schedulable& most_urgent_elsewhere();

// Each of these returns the context to switch to, or nullptr to stay with the running one.

/// The same.
port::Context* go_on_with_most_urgent();
/// The same, kept out of the caller's path.
[[gnu::noinline]] port::Context* go_on_elsewhere();

/// True if the running context is ready and no more urgent one is (SCH-3).
[[gnu::always_inline]] inline bool running_goes_on() {
  return (schedule.ready & schedule.running->interesting) == schedule.running->schedule_bit;
}

/// Stays with the running context if it can continue.
inline port::Context* go_on() {
  if (running_goes_on()) [[likely]] {
    return nullptr;
  }
  return go_on_elsewhere();
}

/// Called after an interrupt if the running context, which is below the interrupted code, does not continue.
[[gnu::noinline]] port::Context* go_on_elsewhere_after(Interrupted interrupted);

/// Called after an interrupt. nullptr: return to the code that was interrupted.
[[gnu::always_inline]] inline port::Context* go_on_after(Interrupted interrupted) {
  return running_goes_on() ? nullptr : go_on_elsewhere_after(interrupted);
}

}  // namespace spm::ipc
