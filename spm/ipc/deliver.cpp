// SPDX-License-Identifier: Apache-2.0

// backend.hpp for the IPC backend: a call waits in its service's queue while its client is blocked, and the partition
// that waits for the call becomes ready. If the thread of an SFN-model partition is waiting, it gets the call without a
// queue.
#include "spm/ipc/message.hpp"

#include "spm/backend.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/service.hpp"

extern "C" void idle_start();
extern "C" std::byte idle_stack_limit[] asm("idle.stack_limit");
extern "C" std::byte idle_stack_top[] asm("idle.stack_top");

namespace spm {
namespace {

/// Idle's thread is like the agent's, except for its stack and its entry.
constexpr PartitionDescriptor kIdle = [] {
  PartitionDescriptor descriptor = system::kPartitions[system::kAgent];
  descriptor.entry = idle_start;
  descriptor.stack_limit = idle_stack_limit;
  descriptor.stack_top = idle_stack_top;
  return descriptor;
}();

/// Appends a client's call to its service's queue (queue.hpp) and asserts the signal. Returns the owner of the service.
Partition& enqueue(Partition& client) {
  const Service& service = *client.call.service;
  Partition*& last = *service.entrance;
  if (last == nullptr) {
    client.call.next = &client;
  } else {
    client.call.next = last->call.next;
    last->call.next = &client;
  }
  last = &client;
  Partition& owner = *service.owner;
  owner.asserted = owner.asserted | service.signal;
  return owner;
}

}  // namespace

const Partition* current_partition() {
  return ipc::schedule.running == &ipc::idle ? nullptr : static_cast<const Partition*>(ipc::schedule.running);
}

namespace backend {

void boot() {
  ipc::prepare_idle();
  port::prepare(ipc::idle.thread, kIdle);
  for (Partition& partition : partitions) {
    port::prepare(partition.thread, *partition.descriptor);
    ipc::schedule.ready |= partition.schedule_bit;
  }
  port::start(*ipc::go_on_with_most_urgent());
}

Answer deliver(Partition& client) {
  ipc::block(client);
  const Service& service = *client.call.service;
  if (Partition& owner = *service.owner; system::kHasSfnModel && owner.awaited == ipc::kMessage) {
    owner.awaited = SignalSet::none;
    client.call.enter_service(owner);
    ipc::resume(owner, ipc::serve(owner, client, service.signal));
  } else {
    wake(enqueue(client));
  }
  return later();
}

Answer wait(Partition& partition, SignalSet mask) {
  partition.awaited = mask;
  ipc::block(partition);
  return later();
}

void wake(Partition& partition) {
  const bool is_awaited =
      !is_empty(partition.asserted & partition.awaited);  // else it sees them at its next wait (CON-12)
  ipc::schedule.ready |= is_awaited ? partition.schedule_bit : 0;
}

}  // namespace backend
}  // namespace spm
