// SPDX-License-Identifier: Apache-2.0

// What must hold in the kernel's tables between any two steps: no queue, message, mapping or connection is left behind
// by a life that has ended, and none is missing.
#include <gtest/gtest.h>

#include <algorithm>

#include "actor.hpp"
#include "spm/connection.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/restart.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"
#include "spm/service.hpp"

namespace spm::testing {
namespace {

bool is_ready(const Partition& partition) { return (ipc::schedule.ready & partition.schedule_bit) != 0; }

/// The clients in a service's queue are blocked, have called it, and are not served yet. Returns their number.
unsigned check_queue(const Service& service, const Partition* last) {
  unsigned count = 0;
  for (const Partition* client = last; client != nullptr && count <= system::kPartitionCount; ++count) {
    client = client->call.next;
    EXPECT_FALSE(is_ready(*client)) << "a client in a queue runs";
    EXPECT_EQ(client->call.service, &service);
    EXPECT_EQ(client->call.server, nullptr);
    if (client == last) {
      return count + 1;
    }
  }
  EXPECT_LE(count, system::kPartitionCount) << "a queue has no end";
  return count;
}

bool is_mapped(const Held& message, bool output) { return output ? message.out : message.in; }

/// What the domain of the partitions reaches by a mapped vector.
bool reaches(const std::byte& byte) {
  Region region{};
  return spm_find_mapped(system::kDomains[0].regions, address_of(&byte), &region);
}

/// The connection is in use by a call of its client that is not over.
bool is_used(const Partition& client, const Connection& connection) {
  return !is_ready(client) && is_empty(client.awaited) && client.call.connection == &connection;
}

void check_connection(const Connection& connection, const Actor& owner, const Partition& client) {
  using State = Connection::State;
  const auto handle = static_cast<std::uint32_t>(connection.handle());
  switch (connection.state()) {
    case State::closed: EXPECT_FALSE(owner.open.contains(handle) && owner.does == Actor::Does::run); return;
    case State::connecting:
    case State::closing: EXPECT_TRUE(is_used(client, connection)) << "a connection that no call will end"; return;
    case State::busy: EXPECT_TRUE(is_used(client, connection)) << "a request that no call will end"; return;
    case State::idle:
    case State::lost:
      // A connect that was answered is not seen yet; a dead client closes at its end.
      EXPECT_TRUE(owner.open.contains(handle) || owner.answer == handle || owner.dies) << "a connection is left behind";
      return;
    case State::terminated: ADD_FAILURE() << "no service has ended it"; return;
  }
}

}  // namespace

void check_queues() {
  unsigned waiting = 0;
  for (unsigned i = 0; i < system::kServiceCount; ++i) {
    const Service& service = kServiceRows[i];
    waiting += check_queue(service, last_clients[i]);
    EXPECT_EQ(!is_empty(service.owner->asserted & service.signal), last_clients[i] != nullptr);
  }
  // Each client in a call is in a queue or with a service, and in one of them only.
  const auto in_calls = std::ranges::count_if(
      partitions, [](const Partition& client) { return !is_ready(client) && is_empty(client.awaited); });
  const auto served =
      std::ranges::count_if(partitions, [](const Partition& client) { return client.call.server != nullptr; });
  EXPECT_EQ(in_calls, static_cast<long>(waiting) + served) << "a client waits for nothing";
}

void check_messages(const Actors& actors) {
  for (unsigned i = 0; i < system::kPartitionCount; ++i) {
    const auto held = std::ranges::count_if(
        partitions, [&](const Partition& client) { return client.call.server == &partitions[i]; });
    EXPECT_EQ(held, static_cast<long>(actors[i].held.size()));
    for (const Held& message : actors[i].held) {
      EXPECT_EQ(static_cast<std::uint32_t>(partitions[message.client].call.message.handle), message.handle);
    }
  }
}

void check_mappings(const Actors& actors) {
  for (unsigned client = 0; client < system::kPartitionCount; ++client) {
    for (const bool output : {false, true}) {
      const bool is_expected = std::ranges::any_of(actors, [&](const Actor& server) {
        return std::ranges::any_of(
            server.held, [&](const Held& message) { return message.client == client && is_mapped(message, output); });
      });
      const Vectors& vectors = vectors_of(client);
      EXPECT_EQ(reaches(output ? vectors.to[0] : vectors.from[0]), is_expected);
    }
  }
}

void check_connections(const Actors& actors) {
  for (const Connection& connection : connections) {
    for (unsigned i = 0; i < system::kPartitionCount; ++i) {
      const bool is_owner = connection.owner() == ClientId{partitions[i].call.message.client_id};
      if (is_owner) {
        check_connection(connection, actors[i], partitions[i]);
      }
    }
  }
}

}  // namespace spm::testing
