// The switch to somebody else.
#include "spm/ipc/schedule.hpp"

#include <array>
#include <bit>

#include "spm/memory.hpp"

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

/// Which signals it waited for a partition is told when it runs: more can come until then (WAIT-7).
void end_wait(Partition& partition) {
  const SignalSet signals = partition.asserted & partition.awaited;
  partition.awaited = SignalSet::none;
  port::set_result(partition.thread, static_cast<std::uint32_t>(signals));
}

port::Context* switch_to(Schedulable& next) {
  schedule.running = &next;
  return &next.thread;
}

/// Only when no partition can run does the non-secure world go on, where it was put aside.
port::Context* switch_to_suspended() {
  Schedulable& next = *schedule.suspended;
  schedule.ready |= next.schedule_bit;
  schedule.suspended = nullptr;
  port::release_interrupts();
  return switch_to(next);
}

}  // namespace

port::Context* switch_to_most_urgent() {
  const std::uint32_t ready = schedule.ready;
  if (system::kScheduleWhenNsInterrupted && schedule.suspended != nullptr && (ready & kSecurePartitions) == 0) {
    return switch_to_suspended();
  }
  Schedulable& next = *worked_out(kByUrgency)[static_cast<unsigned>(std::countl_zero(ready))];
  if (!is_empty(next.awaited)) {
    end_wait(static_cast<Partition&>(next));
  }
  return switch_to(next);
}

port::Context* give_way() { return switch_to_most_urgent(); }

}  // namespace spm::ipc
