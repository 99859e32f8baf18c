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

/// Appends a client's call to its service's queue (queue.hpp) and asserts the signal. Returns the owner's schedule bit
/// if it waits for that signal. Else it sees the signal at its next wait (CON-12).
std::uint32_t enqueue(Partition& client, const Service& service, Partition& owner) {
  Partition*& last = *service.entrance;
  if (last == nullptr) [[likely]] {
    client.call.next = &client;
  } else {
    client.call.next = last->call.next;
    last->call.next = &client;
  }
  last = &client;
  const SignalSet awaited = owner.awaited;
  const SignalSet asserted = owner.asserted | service.signal;
  owner.asserted = asserted;
  return is_empty(asserted & awaited) ? 0 : owner.schedule_bit;
}

/// True if the thread of an SFN-model partition waits: then it gets the call without a queue.
bool takes_at_once(const Partition& owner) { return system::kHasSfnModel && owner.awaited == ipc::kMessage; }

/// Returns the owner's schedule bit.
std::uint32_t give(Partition& client, const Service& service, Partition& owner) {
  client.call.enter_service(owner);
  port::set_result(owner.thread, ipc::serve(owner, client, service.signal));
  owner.awaited = SignalSet::none;
  return owner.schedule_bit;
}

}  // namespace

namespace ipc {

void redeliver(Partition& client) {
  const Service& service = *client.call.service;
  Partition& owner = *service.owner;
  schedule.ready |= takes_at_once(owner) ? give(client, service, owner) : enqueue(client, service, owner);
}

}  // namespace ipc

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

// Usually the owner waits and is more urgent than all that is ready: then nothing is searched. The agent, which can run
// another context in its place (schedule.cpp), owns no service.
Answer deliver(Partition& client) {
  const Service& service = *client.call.service;
  Partition& owner = *service.owner;
  const std::uint32_t others = ipc::schedule.ready & ~bit_of(client);
  const bool takes = takes_at_once(owner);
  const std::uint32_t woken = takes ? give(client, service, owner) : enqueue(client, service, owner);
  ipc::schedule.ready = others | woken;
  Schedulable* next = &owner;
  if (woken <= others) [[unlikely]] {
    next = &ipc::most_urgent_elsewhere();
  } else if (!takes) {
    ipc::end_wait(owner);
  }
  ipc::run(*next);
  return later();
}

Answer wait(Partition& partition, SignalSet mask) {
  partition.awaited = mask;
  ipc::block(partition);
  ipc::run(ipc::most_urgent());
  return later();
}

void wake(Partition& partition) {
  if (!is_empty(partition.asserted & partition.awaited)) {
    ipc::schedule.ready |= partition.schedule_bit;
  }
}

}  // namespace backend
}  // namespace spm
