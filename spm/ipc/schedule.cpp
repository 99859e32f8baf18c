// SPDX-License-Identifier: Apache-2.0

// Chooses the context to switch to if the running one does not continue.
#include "spm/ipc/schedule.hpp"

#include <array>
#include <bit>

#include "spm/ipc/restart.hpp"
#include "spm/trace.hpp"
#include "spm/worked_out.hpp"

namespace spm::ipc {
namespace {

using ByUrgency = std::array<Schedulable*, system::kPartitionCount + 1>;
constexpr ByUrgency kByUrgency = [] {
  ByUrgency all{};
  for (unsigned i = 0; i < system::kPartitionCount; ++i) {
    all[i] = &partitions[i];
  }
  all.back() = &idle;
  return all;
}();

/// Suspended non-secure code resumes with the context below it. The agent's own non-secure code cannot resume before
/// it, because the non-secure stacks are last in, first out. Then idle, the context below it, runs first and asks
/// again.
[[maybe_unused]] Schedulable& in_order_of_non_secure_stacks(Schedulable& next) {
  if (schedule.suspended == nullptr) {
    return next;
  }
  Schedulable& first = &next == &agent() ? *schedule.suspended : next;
  if (&first == schedule.suspended) {
    schedule.suspended = nullptr;
    port::release_interrupts();
  }
  return first;
}

}  // namespace

void run(Schedulable& next) {
  if constexpr (system::kRestarts) {
    begin_end_of_life(next);
  }
  trace::note(trace::Kind::run, static_cast<unsigned>(std::countl_zero(next.schedule_bit)), 0, 0, 0);
  schedule.running = &next;
}

Schedulable& most_urgent() {
  Schedulable* next = worked_out(kByUrgency)[static_cast<unsigned>(std::countl_zero(schedule.ready))];
  if constexpr (system::kScheduleWhenNsInterrupted) {
    next = &in_order_of_non_secure_stacks(*next);
  }
  if (!is_empty(next->awaited)) {
    end_wait(static_cast<Partition&>(*next));
  }
  return *next;
}

Schedulable& most_urgent_elsewhere() { return most_urgent(); }

port::Context* go_on_with_most_urgent() {
  run(most_urgent());
  return &schedule.running->thread;
}

port::Context* go_on_elsewhere() { return go_on_with_most_urgent(); }

}  // namespace spm::ipc
