// SPDX-License-Identifier: Apache-2.0

// What a client must not do with a connection that has a message in progress. A client waits for its answer, so only
// the kernel itself can be tested for this: from outside, the gate refuses first.
#include <algorithm>

#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/counters.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"

#include "fixture.hpp"
#include "include/tfm_psa_call_pack.h"

namespace spm::testing {
namespace {

using State = Connection::State;

constexpr PartitionIndex kClient = 2;

class ClientTest : public KernelTest {
 protected:
  static Connection& open(ClientId owner, State state) {
    Connection& connection = connections[0];
    connection.open(0, owner, 0);
    if (state != State::connecting) {
      connection.move(State::connecting, State::idle);
    }
    if (state != State::connecting && state != State::idle) {
      connection.move(State::idle, state);
    }
    return connection;
  }

  static ConnectionHandle handle_of(const Connection& connection) { return connection.handle(); }
};

std::uint64_t refused(const Partition& client) { return system::counters[client.index].refused; }

TEST_F(ClientTest, what_the_kernel_refuses_is_counted_for_its_client_PE_3) {
  constexpr std::uint32_t kNoSid = 0x7777;
  counters::begin();
  (void)calls::gate_call(non_secure_caller(), ConnectionHandle{0x1234}, 0, 0, 0);
  calls::close(non_secure_caller(), ConnectionHandle{0x1234});
  (void)calls::connect(non_secure_caller(), kNoSid, 1);
  EXPECT_EQ(refused(agent()), 3U);
  for (Connection& connection : connections) {
    connection.open(0, ClientId{1}, 0);
  }
  EXPECT_EQ(calls::connect(secure_caller(partitions[kClient]), 0x100, 1), now(Status::connection_busy));
  EXPECT_EQ(refused(partitions[kClient]), 1U);
  EXPECT_EQ(refused(agent()), 3U);
}

TEST_F(ClientTest, a_call_that_ends_is_counted_for_its_service_and_no_counter_wraps_REPLY_7) {
  counters::begin();
  std::uint64_t& calls = system::counters[0].calls;
  for (const std::uint64_t before : {std::uint64_t{0}, std::uint64_t{0xFFFF'FFFF}}) {
    connections = {};
    calls = before;
    const Connection& connection = open(non_secure_client(), State::idle);
    (void)calls::gate_call(non_secure_caller(), handle_of(connection), 0, 0, 0);
    EXPECT_EQ(calls, before);
    (void)calls::complete(partitions[0], agent(), Status::success);
    EXPECT_EQ(calls, before + 1);
  }
  EXPECT_EQ(refused(agent()), 0U);
}

constexpr std::array kUnderWay{State::connecting, State::busy, State::closing};

TEST_F(ClientTest, an_idle_connection_takes_a_call_and_is_busy_then_CALL_3) {
  Connection& connection = open(non_secure_client(), State::idle);
  EXPECT_TRUE(is_later(calls::gate_call(non_secure_caller(), handle_of(connection), 0, 0, 0)));
  EXPECT_TRUE(is_delivered());
  EXPECT_EQ(connection.state(), State::busy);
}

TEST_F(ClientTest, a_call_with_many_vectors_gives_way_to_an_interrupt_and_leaves_nothing_CALL_7) {
  auto* const ins = reinterpret_cast<psa_invec*>(::port::non_secure);
  for (unsigned i = 0; i < 3; ++i) {
    ins[i] = {::port::non_secure + i, 1};
  }
  const ConnectionHandle handle{system::kStateless[0].expected};
  const auto call_with = [&](unsigned count) {
    return calls::gate_call(non_secure_caller(), handle, count << IN_LEN_OFFSET, address_of(ins), 0);
  };
  // A look before each vector, before each comparison of one with the others, and at the end.
  constexpr unsigned kLooks = 3 + 2 + 1;
  ::port::repeats = 0;
  ::port::interrupted = true;
  for (unsigned looks = 0; looks < kLooks; ++looks) {
    ::port::looks_before = looks;
    EXPECT_EQ(call_with(3), now(static_cast<std::uint32_t>(handle))) << looks;
    EXPECT_FALSE(is_delivered());
    EXPECT_TRUE(has_no_vectors(agent().call)) << looks;
  }
  EXPECT_EQ(::port::repeats, kLooks);
  EXPECT_TRUE(is_later(call_with(2)));
  EXPECT_EQ(::port::repeats, kLooks);
}

TEST_F(ClientTest, a_connection_with_a_message_under_way_takes_no_call_CALL_3_PE_5) {
  for (const State state : kUnderWay) {
    connections = {};
    Connection& connection = open(non_secure_client(), state);
    EXPECT_EQ(calls::gate_call(non_secure_caller(), handle_of(connection), 0, 0, 0), now(Status::programmer_error));
    EXPECT_EQ(connection.state(), state);
    connections = {};
    const Caller secure = secure_caller(partitions[kClient]);
    EXPECT_THROW((void)calls::call(secure, handle_of(open(secure.id(), state)), 0, 0, 0), Panicked);
  }
  EXPECT_FALSE(is_delivered());
}

TEST_F(ClientTest, a_connection_with_a_message_under_way_is_not_closed_CLOSE_3_PE_5) {
  for (const State state : kUnderWay) {
    connections = {};
    Connection& connection = open(non_secure_client(), state);
    EXPECT_EQ(calls::close(non_secure_caller(), handle_of(connection)), now(Status::success));
    EXPECT_EQ(connection.state(), state);
    connections = {};
    const Caller secure = secure_caller(partitions[kClient]);
    EXPECT_THROW((void)calls::close(secure, handle_of(open(secure.id(), state))), Panicked);
  }
  EXPECT_FALSE(is_delivered());
}

}  // namespace
}  // namespace spm::testing
