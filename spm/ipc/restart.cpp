// SPDX-License-Identifier: Apache-2.0

// One partition dies and begins anew while the system continues. panic.cpp decides that it may, by its policy.
//
// Death is short and happens in the panic: no interrupt and no signal reaches the partition any more. The end of its
// life is the work of its own thread, which begins at restart_start and makes one trap after the other, as urgent as
// the partition is: the calls to its services end with an error, its own connections are closed, its memory becomes as
// at boot, and the thread begins at the partition's entry.
//
// A call that the dead partition has outstanding is not taken from its service, which may still read and write it: the
// end begins when the service has answered, and the answer is dropped. Only then do the partition's own clients get
// theirs, because the vector of a client can be part of that call (MMV-20).
#include "spm/ipc/restart.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "spm/calls/calls.hpp"
#include "spm/counters.hpp"
#include "spm/interrupts.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"
#include "spm/panic.hpp"
#include "spm/service.hpp"

extern "C" void restart_start();

namespace spm {
namespace ipc {
namespace {

Life& life_of(const Partition& partition) { return lives[partition.index]; }

/// A thread that is not ready waits for a signal or for the answer of a call.
bool is_in_call(const Partition& partition) {
  return (schedule.ready & partition.schedule_bit) == 0 && is_empty(partition.awaited);
}

template <typename Action>
void for_each_line(const Partition& partition, const Action& action) {
  const PartitionDescriptor& descriptor = *partition.descriptor;
  for (unsigned i = 0; i < descriptor.interrupt_count; ++i) {
    action(system::kInterrupts[descriptor.first_interrupt + i]);
  }
}

/// Its thread becomes ready to end its life, at once or when its own call has been answered.
void die(Partition& partition) {
  Life& life = life_of(partition);
  life.stage = Stage::dead;
  ++life.restarts;
  counters::note_restart(partition);
  for_each_line(partition, [](const InterruptDescriptor& interrupt) { port::disable(interrupt.source); });
  partition.disabled_interrupts = partition.descriptor->interrupts;
  partition.asserted = partition.asserted & partition.descriptor->services;
  if (!is_in_call(partition)) {
    partition.awaited = SignalSet::none;
    schedule.ready |= partition.schedule_bit;
  }
}

/// What a client gets: psa_connect knows only its own errors, and psa_close none.
Status answer_of_dead(const Call& call) {
  return call.message.type == PSA_IPC_CONNECT ? Status::connection_refused : kServiceDied;
}

/// Ends every call to the partition's services, taken or not.
void end_calls(Partition& partition) {
  for (Partition& client : partitions) {
    if (is_in_call(client) && client.call.service->owner == &partition) {
      const Completion completion = calls::complete(partition, client, answer_of_dead(client.call));
      resume(client, word_of(completion));
    }
  }
  for (unsigned i = 0; i < partition.descriptor->service_count; ++i) {
    partition.queues.last_clients[i] = nullptr;
  }
  partition.asserted = partition.asserted & ~partition.descriptor->services;
  partition.serving = nullptr;
}

void lose_connections(const Partition& partition) {
  for (Connection& connection : connections) {
    if (connection.state() == Connection::State::idle && kServiceRows[connection.service()].owner == &partition) {
      connection.move(Connection::State::idle, Connection::State::lost);
    }
  }
}

/// Closes one of the partition's own connections. True if its service must answer first.
bool is_closing_one(Partition& partition) {
  const Caller caller = secure_caller(partition);
  return std::ranges::any_of(connections, [&](const Connection& connection) {
    return connection.owner() == caller.id() && connection.state() != Connection::State::closed &&
           is_later(calls::close(caller, connection.handle()));
  });
}

/// A line that is enabled at boot is enabled again (IRQ-2).
void open_lines(Partition& partition) {
  for_each_line(partition, [&](const InterruptDescriptor& interrupt) {
    port::clear_pending(interrupt.source);
    if (interrupt.enabled_at_boot) {
      partition.disabled_interrupts = partition.disabled_interrupts & ~interrupt.signal;
      port::enable(interrupt.source);
    }
  });
}

/// The registers of the next life are zero.
void prepare_thread(Partition& partition, void (*entry)()) {
  PartitionDescriptor descriptor = *partition.descriptor;
  descriptor.entry = entry;
  partition.thread = {};
  port::prepare(partition.thread, descriptor);
}

[[noreturn]] void begin_anew(Partition& partition) {
  port::renew(system::kOwnMemories[partition.index]);
  prepare_thread(partition, partition.descriptor->entry);
  life_of(partition).stage = Stage::alive;
  open_lines(partition);
  port::leave(*go_on_with_most_urgent());
  __builtin_unreachable();
}

}  // namespace

void begin_end_of_life(Schedulable& next) {
  if (&next == &idle) {
    return;
  }
  auto& partition = static_cast<Partition&>(next);
  Life& life = life_of(partition);
  if (life.stage == Stage::dead) {
    life.stage = Stage::ending;
    prepare_thread(partition, restart_start);
  }
}

port::Context* end_life(Partition& partition) {
  Life& life = life_of(partition);
  if (life.stage == Stage::ending) {
    life.stage = Stage::closing;
    end_calls(partition);
    lose_connections(partition);
  }
  if (is_closing_one(partition)) {
    return &schedule.running->thread;
  }
  begin_anew(partition);
}

}  // namespace ipc

namespace backend {

bool is_dying(const Partition& partition) { return ipc::life_of(partition).stage != ipc::Stage::alive; }

bool has_restarts_left(const Partition& partition) { return ipc::life_of(partition).restarts < system::kRestartLimit; }

bool may_restart(const Partition& partition, const PanicRecord& record) {
  if (is_dying(partition) || !has_restarts_left(partition) || !port::can_leave()) {
    return false;
  }
  if (record.kind == PanicKind::fault && !port::is_fault_of_thread(record.fault)) {
    return false;
  }
  if (interrupt_function_owner() == nullptr) {
    return &partition == ipc::schedule.running;
  }
  // At level 1 the function runs in the handler; and it may not have begun.
  return kHasUpcalls && interrupt_function_owner() == &partition && record.rule != rule(Area::flih, 2) &&
         ipc::may_end_upcall(partition);
}

void restart_running(Partition& partition) {
  ipc::die(partition);
  const bool is_in_function = kHasUpcalls && interrupt_function_owner() != nullptr;
  port::leave(is_in_function ? *ipc::end_upcall(partition) : *ipc::go_on_with_most_urgent());
  __builtin_unreachable();
}

void restart_client(Partition& client) {
  ipc::die(client);
  port::unmask_interrupts();
}

}  // namespace backend
}  // namespace spm
