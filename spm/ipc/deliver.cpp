// The IPC backend: a call waits in its service's queue while its client is blocked, and whoever waited for it goes on.
#include "spm/ipc/deliver.hpp"

#include <bit>

#include "spm/backend.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/queue.hpp"

extern "C" void idle_start();
extern "C" std::byte idle_stack_limit[] asm("idle.stack_limit");
extern "C" std::byte idle_stack_top[] asm("idle.stack_top");

namespace spm {
namespace {

SignalSet serviceable(const Partition& partition) { return partition.asserted & partition.descriptor->services; }

void prepare_idle() {
  PartitionDescriptor idle = system::kPartitions[system::kAgent];
  idle.entry = idle_start;
  idle.stack_limit = idle_stack_limit;
  idle.stack_top = idle_stack_top;
  port::prepare(ipc::idle_context, idle);
}

}  // namespace

const Partition* current_partition() { return ipc::schedule.running; }

namespace ipc {

std::uint32_t receive(Partition& partition) {
  const auto pending = static_cast<std::uint32_t>(serviceable(partition));
  const std::uint32_t lowest = pending & (~pending + 1);
  Call& call = take_message(partition, SignalSet{lowest});
  partition.serving = &call;
  *partition.descriptor->message = call.message;
  return static_cast<std::uint32_t>(std::countr_zero(lowest)) - kFirstServiceBit;
}

}  // namespace ipc

namespace backend {

void boot() {
  prepare_idle();
  for (Partition& partition : partitions) {
    port::prepare(partition.thread, *partition.descriptor);
    ipc::schedule.ready |= partition.schedule_bit;
  }
  port::start(*ipc::switch_to_most_urgent());
}

Answer deliver(Partition& client, Call& call) {
  ipc::block(client, Partition::Activity::calling);
  wake(enqueue(call));
  return later();
}

Answer wait(Partition& partition, SignalSet mask) {
  partition.awaited = mask;
  ipc::block(partition, Partition::Activity::waiting);
  return later();
}

void wake(Partition& partition) {
  switch (partition.activity) {
    case Partition::Activity::waiting:  // which signals, it is told when it runs: more can come until then (WAIT-7)
      if (!is_empty(partition.asserted & partition.awaited)) {
        ipc::schedule.ready |= partition.schedule_bit;
      }
      return;
    case Partition::Activity::receiving:
      if (!is_empty(serviceable(partition))) {
        ipc::resume(partition, ipc::receive(partition));
      }
      return;
    case Partition::Activity::runnable:
    case Partition::Activity::calling:  // it sees its signals at its next wait (CON-12)
      return;
  }
}

}  // namespace backend
}  // namespace spm
