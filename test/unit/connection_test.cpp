// SPDX-License-Identifier: Apache-2.0

// The life of a connection, and its handles.
#include "spm/connection.hpp"

#include <utility>
#include <vector>

#include "fixture.hpp"

namespace spm::testing {
namespace {

using State = Connection::State;

constexpr ClientId kAlice{301};
constexpr ClientId kBob{302};
constexpr ServiceIndex kService = 1;

class ConnectionTest : public KernelTest {
 protected:
  static Connection& open(std::size_t slot, ClientId owner) {
    connections[slot].open(kService, owner, slot);
    return connections[slot];
  }
  static Connection& open_idle(std::size_t slot, ClientId owner) {
    Connection& connection = open(slot, owner);
    connection.move(State::connecting, State::idle);
    return connection;
  }
};

std::uint32_t number_of(ConnectionHandle handle) { return static_cast<std::uint32_t>(handle); }

TEST_F(ConnectionTest, a_new_connection_is_connecting_and_knows_its_service) {
  connections[1].rhandle = &connections;
  const Connection& connection = open(1, kAlice);
  EXPECT_EQ(connection.state(), State::connecting);
  EXPECT_EQ(connection.service(), kService);
  EXPECT_EQ(connection.rhandle, nullptr);  // RHN-2: nothing of the previous connection
}

TEST_F(ConnectionTest, a_handle_is_positive_and_leaves_the_stateless_marker_clear_NUM_4) {
  const std::uint32_t handle = number_of(open_idle(2, kAlice).handle());
  EXPECT_GT(handle, 0U);
  EXPECT_LT(handle, 0x4000'0000U);
  EXPECT_EQ(handle & Connection::kSlotMask, 2U);
}

TEST_F(ConnectionTest, the_handle_is_the_same_in_every_state) {
  Connection& connection = open(0, kAlice);
  const ConnectionHandle handle = connection.handle();
  const std::vector<std::pair<State, State>> life{{State::connecting, State::idle},
                                                  {State::idle, State::busy},
                                                  {State::busy, State::idle},
                                                  {State::idle, State::busy},
                                                  {State::busy, State::terminated}};
  for (const auto& [from, to] : life) {
    connection.move(from, to);
    EXPECT_EQ(connection.state(), to);
    EXPECT_EQ(connection.handle(), handle);
    EXPECT_EQ(find_connection(kAlice, handle), &connection);
  }
}

TEST_F(ConnectionTest, only_its_client_finds_it_HND_1) {
  const ConnectionHandle handle = open_idle(0, kAlice).handle();
  EXPECT_EQ(find_connection(kAlice, handle), connections.data());
  EXPECT_EQ(find_connection(kBob, handle), nullptr);
  EXPECT_EQ(find_connection(ClientId{-301}, handle), nullptr);
}

TEST_F(ConnectionTest, a_closed_connection_is_found_by_nobody_HND_2) {
  Connection& connection = open_idle(0, kAlice);
  const ConnectionHandle handle = connection.handle();
  connection.move(State::idle, State::closing);
  EXPECT_EQ(find_connection(kAlice, handle), &connection);
  connection.move(State::closing, State::closed);
  EXPECT_EQ(find_connection(kAlice, handle), nullptr);
}

TEST_F(ConnectionTest, what_is_no_handle_finds_nothing_HND_5) {
  const std::uint32_t handle = number_of(open_idle(0, kAlice).handle());
  for (const std::uint32_t wrong :
       {0U, 1U, 0xFFU, 0x1234'DEADU, 0xFFFF'FFFFU, 0x8000'0000U | handle, 0x4000'0000U | handle, handle + 1, handle + 3,
        handle + Connection::kGenerationStep}) {
    EXPECT_EQ(find_connection(kAlice, ConnectionHandle{wrong}), nullptr) << std::hex << wrong;
  }
}

TEST_F(ConnectionTest, a_slot_that_was_never_used_has_no_handle_HND_5) {
  for (std::uint32_t slot = 0; slot < connections.size(); ++slot) {
    EXPECT_EQ(find_connection(ClientId{}, ConnectionHandle{slot}), nullptr);
  }
}

TEST_F(ConnectionTest, a_handle_comes_again_after_four_million_connections_only_HND_2) {
  constexpr unsigned kGenerations =
      (Connection::kGenerationEnd - Connection::kGenerationStep) / Connection::kGenerationStep;
  Connection& connection = open(1, kAlice);
  const ConnectionHandle first = connection.handle();
  unsigned count = 0;
  std::uint32_t all_bits = 0;
  do {
    connection.move(State::connecting, State::closed);
    connection.open(kService, kAlice, 1);
    all_bits |= number_of(connection.handle());
    ++count;
  } while (connection.handle() != first);
  EXPECT_EQ(count, kGenerations);
  EXPECT_EQ(all_bits, 0x3FFF'FF01U);  // never the sign or the stateless marker, always the slot
}

TEST_F(ConnectionTest, a_slot_in_use_cannot_be_opened) {
  Connection& connection = open_idle(0, kAlice);
  EXPECT_THROW(connection.open(kService, kBob, 0), InvariantBroken);
  EXPECT_EQ(find_connection(kBob, connection.handle()), nullptr);
}

TEST_F(ConnectionTest, a_transition_from_another_state_is_the_kernels_own_error_HND_5) {
  Connection& connection = open_idle(0, kAlice);
  for (const State from : {State::closed, State::connecting, State::busy, State::terminated, State::closing}) {
    EXPECT_THROW(connection.move(from, State::closed), InvariantBroken);
    EXPECT_EQ(connection.state(), State::idle);
  }
}

TEST_F(ConnectionTest, the_pool_gives_each_slot_once_CONN_9) {
  for (std::size_t slot = 0; slot < connections.size(); ++slot) {
    Connection* const free = find_free_connection();
    ASSERT_EQ(free, &connections[slot]);
    free->open(kService, kAlice, slot);
  }
  EXPECT_EQ(find_free_connection(), nullptr);
  connections[1].move(State::connecting, State::closed);
  EXPECT_EQ(find_free_connection(), &connections[1]);
}

TEST_F(ConnectionTest, a_terminated_connection_keeps_its_slot_HND_9) {
  for (std::size_t slot = 0; slot < connections.size(); ++slot) {
    open_idle(slot, kAlice).move(State::idle, State::busy);
    connections[slot].move(State::busy, State::terminated);
  }
  EXPECT_EQ(find_free_connection(), nullptr);
}

}  // namespace
}  // namespace spm::testing
