// The switch to somebody else.
#include "spm/ipc/schedule.hpp"

#include <bit>

#include "spm/ipc/message.hpp"
#include "spm/memory.hpp"

namespace spm::ipc {
namespace {

/// Which signals it waited for, or which message, a partition is told when it runs: more can come until then (WAIT-7).
void end_wait(Partition& partition) {
  const SignalSet signals = partition.asserted & partition.awaited;
  partition.awaited = SignalSet::none;
  port::set_result(partition.thread,
                   awaits_message(partition, signals) ? receive(partition) : static_cast<std::uint32_t>(signals));
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
  if (system::kScheduleWhenNsInterrupted && schedule.suspended != nullptr && (ready & ~agent().schedule_bit) == 0) {
    return switch_to_suspended();
  }
  if (ready == 0) {
    return switch_to(idle);
  }
  Partition& next = worked_out(partitions[static_cast<unsigned>(__builtin_clz(ready))]);
  if (!is_empty(next.awaited)) {
    end_wait(next);
  }
  return switch_to(next);
}

port::Context* give_way() { return switch_to_most_urgent(); }

}  // namespace spm::ipc
