// The switch to somebody else.
#include "spm/ipc/schedule.hpp"

namespace spm::ipc {
namespace {

/// Only when no partition can run does the non-secure world go on, where it was put aside.
unsigned most_urgent() {
  const auto index = static_cast<unsigned>(std::countl_zero(schedule.ready));
  if (!system::kScheduleWhenNsInterrupted || index < system::kAgent || schedule.suspended == 0) {
    return index;
  }
  const auto suspended = static_cast<unsigned>(std::countl_zero(schedule.suspended));
  schedule.ready |= schedule.suspended;
  schedule.suspended = 0;
  port::release_interrupts();
  return suspended;
}

}  // namespace

port::Context* switch_to_most_urgent() {
  const unsigned index = most_urgent();
  if (index == system::kPartitionCount) {
    schedule.running = nullptr;
    schedule.running_bit = kIdleBit;
    schedule.interesting = 0xFFFF'FFFF;
    return &idle_context;
  }
  Partition& next = partitions[index];
  schedule.interesting = next.interesting;
  schedule.running_bit = next.schedule_bit;
  schedule.running = &next;
  if (next.activity == Partition::Activity::waiting) {
    next.activity = Partition::Activity::runnable;
    port::set_result(next.thread, static_cast<std::uint32_t>(next.asserted & next.awaited));
  }
  return &next.thread;
}

}  // namespace spm::ipc
