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
  schedule.running = &next;
  schedule.running_bit = next.schedule_bit;
  schedule.interesting = next.interesting;
  return &next.thread;
}

}  // namespace spm::ipc
