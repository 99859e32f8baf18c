// SPDX-License-Identifier: Apache-2.0

// The calls of a service on a message that it holds: read, skip and write its vectors, set its rhandle, answer it.
//
// A broken rule here is always the partition's own error and always a panic (PE-7).
#include <algorithm>
#include <optional>

#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/counters.hpp"
#include "spm/entry.hpp"
#include "spm/memory.hpp"
#include "spm/port_contract.hpp"
#include "spm/trace.hpp"

namespace spm::calls {
namespace {

/// Copies the rest of a request, or what an interrupt leaves time for. The result tells the API stub which.
std::uint32_t copy_request(Target to, Source from, std::size_t& done) {
  if (!backend::kCopiesInPieces || from.size() <= kSmallestPiece) [[likely]] {
    done += from.size();
    copy(to, from);
    return static_cast<std::uint32_t>(from.size());
  }
  return copy_in_pieces(to, from, done);
}

/// Finds the message of a vector that the partition wants to use, and checks the vector's number. In a message that is
/// no request the vector has no bytes, so only a function that asks for none must look for that (require_request).
[[gnu::always_inline]] inline Call& message_of_vector(Partition& partition, MessageHandle handle, std::uint32_t index,
                                                      Rule broken) {
  Call& call = held_message(partition, handle, broken);
  if (index >= kMaxVectors) {
    panic(partition, broken);
  }
  return call;
}

void require_request(const Partition& partition, const Call& call, Rule broken) {
  if (!call.is_request()) {
    panic(partition, broken);
  }
}

/// A vector is copied or mapped, never both (MMV-6 to MMV-8).
void note_access(Partition& partition, Call& call, std::uint8_t vector, Rule broken) {
  if constexpr (system::kMmIovec) {
    if ((call.ever_mapped & vector) != 0) {
      panic(partition, broken);
    }
    call.accessed |= vector;
  }
}

/// CONN-12, REPLY-4 to REPLY-6
[[gnu::noinline]] Completion complete_connect(const Partition& server, Call& call, Status status) {
  Connection& connection = *call.connection;
  switch (status) {
    case Status::success:
      connection.move(Connection::State::connecting, Connection::State::idle);
      return completed(static_cast<std::uint32_t>(connection.handle()));
    case Status::connection_refused:
    case Status::connection_busy:
      connection.move(Connection::State::connecting, Connection::State::closed);
      return completed(status);
    case Status::programmer_error: break;
  }
  panic(server, rule(Area::reply, 6));
}

/// REPLY-9. A terminated connection stays until its client closes it (HND-9); its client now gets the pending answer.
[[gnu::noinline]] Completion complete_disconnect(Call& call) {
  Connection& connection = *call.connection;
  if (connection.state() == Connection::State::terminated) {
    return completed(Status::programmer_error);
  }
  connection.move(Connection::State::closing, Connection::State::closed);
  return completed(Status::success);
}

[[gnu::always_inline]] inline Completion end_request(Connection* connection, Status status) {
  if (connection != nullptr) {
    connection->move(Connection::State::busy, Connection::State::idle);
  }
  return completed(status);
}

/// REPLY-7, REPLY-8
Completion complete_request(Partition& client, Call& call, Status status) {
  if (call.counts != 0) {
    if (kMapsRegions && call.mapped != 0) {
      port::unload_mapped();  // MMV-16; no message that was answered has a mapped vector
    }
    call.end_vectors();
  }
  Connection* const connection = call.connection;
  if (status == Status::programmer_error) {
    if (call.message.client_id > 0) {
      if (!system::kRestarts || !restart_after_answer(client, rule(Area::answered, 7))) {
        panic(client, rule(Area::answered, 7));
      }
      return end_request(connection, status);
    }
    if (connection != nullptr) {
      connection->move(Connection::State::busy, Connection::State::terminated);
      call.message.type = PSA_IPC_DISCONNECT;
      call.message.rhandle = connection->rhandle;
      return deliver_again();
    }
  }
  return end_request(connection, status);
}

/// Finds a message that the partition did not take last. `all` is the array of partitions: the kernel's schedule, which
/// the callers use first, then is at the beginning of its data, where it is reached by short instructions.
[[gnu::noinline, gnu::cold]] Partition* find_client(const Partition& partition, MessageHandle handle, Partition* all) {
  const std::uint32_t index = (static_cast<std::uint32_t>(handle) & Call::kClientMask) - 1;
  if (index >= system::kPartitionCount) {
    return nullptr;
  }
  Partition& client = all[index];
  return client.call.server == &partition && client.call.handle() == handle ? &client : nullptr;
}

}  // namespace

Partition& client_of_message(const Partition& partition, MessageHandle handle, Rule broken) {
  Partition* const last = partition.serving;
  if (last != nullptr && last->call.handle() == handle) [[likely]] {
    return *last;
  }
  if constexpr (backend::kHasQueues) {
    if (Partition* const client = find_client(partition, handle, partitions.data()); client != nullptr) {
      return *client;
    }
  }
  panic(partition, broken);
}

Call& held_message(const Partition& partition, MessageHandle handle, Rule broken) {
  return client_of_message(partition, handle, broken).call;
}

std::uint32_t read(Partition& partition, MessageHandle handle, std::uint32_t index, Claim buffer) {
  Call& call = message_of_vector(partition, handle, index, rule(Area::read, 1));
  note_access(partition, call, Call::in_vector(index), rule(Area::read, 1));
  const std::size_t left = call.left(index);
  if (left == 0 || buffer.is_empty()) {
    require_request(partition, call, rule(Area::read, 1));
    return 0;  // READ-3, READ-4, READ-7
  }
  const std::optional<Target> target = writable(partition, buffer);
  if (!target) {
    panic(partition, rule(Area::read, 1));
  }
  return copy_request(*target, call.unread(index).first(std::min(left, target->size())), call.in_done[index]);
}

std::size_t skip(Partition& partition, MessageHandle handle, std::uint32_t index, std::size_t count) {
  Call& call = message_of_vector(partition, handle, index, rule(Area::skip, 2));
  require_request(partition, call, rule(Area::skip, 2));
  note_access(partition, call, Call::in_vector(index), rule(Area::skip, 2));
  const std::size_t skipped = std::min(count, call.left(index));
  call.in_done[index] += skipped;
  return skipped;
}

std::uint32_t write(Partition& partition, MessageHandle handle, std::uint32_t index, Claim buffer) {
  Call& call = message_of_vector(partition, handle, index, rule(Area::write, 1));
  note_access(partition, call, Call::out_vector(index), rule(Area::write, 1));
  if (buffer.is_empty()) {
    require_request(partition, call, rule(Area::write, 1));
    return 0;  // WRITE-3
  }
  const std::optional<Source> source = readable(partition, buffer);
  if (!source || source->size() > call.room(index)) {
    panic(partition, rule(Area::write, 1));
  }
  return copy_request(call.unwritten(index), *source, call.out_done[index]);
}

void set_rhandle(Partition& partition, MessageHandle handle, std::uintptr_t rhandle) {
  const Call& call = held_message(partition, handle, rule(Area::rhn, 4));
  if (call.connection == nullptr) {
    panic(partition, rule(Area::rhn, 4));
  }
  call.connection->rhandle = opaque(rhandle);  // RHN-1: the copy in this message stays as it is
}

void initialised(const Partition& partition, Status status) {
  if (status < Status::success) {
    panic(partition, rule(Area::sfn, 10));
  }
  if (status > Status::success) {
    warn_of_init(partition, status);
  }
}

Completion complete(const Partition& server, Partition& client, Status status) {
  Call& call = client.call;
  trace::note(trace::Kind::reply, client.index, 0, static_cast<std::uint32_t>(status),
              trace::bytes_of(call.in_done, call.out_done));
  counters::note_call(server);
  call.leave_service();
  if (call.is_request()) [[likely]] {
    return complete_request(client, call, status);
  }
  return call.message.type == PSA_IPC_CONNECT ? complete_connect(server, call, status) : complete_disconnect(call);
}

}  // namespace spm::calls
