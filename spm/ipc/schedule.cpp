// The switch to somebody else.
#include "spm/ipc/schedule.hpp"

namespace spm::ipc {

port::Context* switch_to_most_urgent() {
  const auto index = static_cast<unsigned>(std::countl_zero(schedule.ready));
  if (index == system::kPartitionCount) {
    schedule.running = nullptr;
    schedule.running_bit = kIdleBit;
    schedule.interesting = 0xFFFF'FFFF;
    return &idle_context;
  }
  Partition& next = partitions[index];
  if (next.activity == Partition::Activity::waiting) {
    next.activity = Partition::Activity::runnable;
    port::set_result(next.thread, static_cast<std::uint32_t>(next.asserted & next.awaited));
  }
  schedule.running = &next;
  schedule.running_bit = next.schedule_bit;
  schedule.interesting = next.interesting;
  return &next.thread;
}

}  // namespace spm::ipc
