// SPDX-License-Identifier: Apache-2.0

// The calls, where a whole system cannot cause what they have to refuse, or does not show what they answer.
#include "spm/calls/calls.hpp"

#include <algorithm>
#include <new>

#include "fixture.hpp"
#include "include/tfm_psa_call_pack.h"
#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/ipc/message.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"
#include "spm/service.hpp"

namespace spm::testing {
namespace {

using State = Connection::State;
using Blame = std::pair<std::int32_t, Rule>;

constexpr ServiceIndex kSession = 0;  // of partition 0
constexpr std::uint32_t kStateless = 0x4000'0100;
constexpr std::int32_t kServerId = 300;
constexpr std::int32_t kClientId = 302;

class CallsTest : public KernelTest {
 protected:
  Partition& server = partitions[0];
  Partition& client = partitions[2];
  const Caller secure = secure_caller(client);
  const Caller non_secure = non_secure_caller();

  /// Makes a connection to kSession in a given state.
  static Connection& connect(const Caller& caller, State state) {
    Connection& connection = connections[0];
    connection.open(kSession, caller.id(), 0);
    connection.move(State::connecting, state);
    return connection;
  }
  static std::uint32_t number(const Connection& connection) { return static_cast<std::uint32_t>(connection.handle()); }
  static std::int32_t status(Answer answer) { return static_cast<std::int32_t>(word_of(answer)); }
};

TEST_F(CallsTest, closing_nothing_is_no_error_CLOSE_1) {
  EXPECT_EQ(calls::close(secure, ConnectionHandle{0}), now(Status::success));
  EXPECT_EQ(calls::close(non_secure, ConnectionHandle{0}), now(Status::success));
  EXPECT_FALSE(is_delivered());
}

TEST_F(CallsTest, a_handle_that_is_none_is_closed_without_a_word_for_the_non_secure_world_PE_8) {
  for (const std::uint32_t handle : {0x1234U, kStateless}) {
    EXPECT_EQ(calls::close(non_secure, ConnectionHandle{handle}), now(Status::success));
  }
  EXPECT_EQ(blame([&] { calls::close(secure, ConnectionHandle{0x1234}); }), (Blame{kClientId, rule(Area::close, 2)}));
  EXPECT_EQ(blame([&] { calls::close(secure, ConnectionHandle{kStateless}); }),
            (Blame{kClientId, rule(Area::close, 4)}));
}

TEST_F(CallsTest, a_terminated_connection_is_closed_and_its_service_not_told_again_HND_8_HND_9) {
  const Connection& connection = connect(non_secure, State::terminated);
  EXPECT_EQ(calls::close(non_secure, ConnectionHandle{number(connection)}), now(Status::success));
  EXPECT_EQ(connection.state(), State::closed);
  EXPECT_FALSE(is_delivered());
}

TEST_F(CallsTest, a_connection_with_a_request_cannot_be_closed_CLOSE_3) {
  const Connection& connection = connect(non_secure, State::busy);
  EXPECT_EQ(calls::close(non_secure, ConnectionHandle{number(connection)}), now(Status::success));
  EXPECT_EQ(connection.state(), State::busy);
}

TEST_F(CallsTest, closing_its_connection_with_a_request_is_a_partitions_error_CLOSE_3) {
  const Connection& connection = connect(secure, State::busy);
  EXPECT_EQ(blame([&] { calls::close(secure, ConnectionHandle{number(connection)}); }),
            (Blame{kClientId, rule(Area::close, 3)}));
}

TEST_F(CallsTest, calling_on_a_connection_with_a_request_is_a_partitions_error_CALL_3) {
  const Connection& connection = connect(secure, State::busy);
  EXPECT_EQ(blame([&] { calls::call(secure, ConnectionHandle{number(connection)}, 0, 0, 0); }),
            (Blame{kClientId, rule(Area::call, 3)}));
}

TEST_F(CallsTest, the_end_of_a_connection_is_a_success_REPLY_9) {
  Connection& connection = connect(secure, State::closing);
  client.call.connection = &connection;
  client.call.message.type = PSA_IPC_DISCONNECT;
  EXPECT_EQ(calls::complete(server, client, Status{-5}), completed(Status::success));
  EXPECT_EQ(connection.state(), State::closed);
}

TEST_F(CallsTest, an_init_function_that_answers_more_than_success_is_a_warning_SFN_10) {
  calls::initialised(server, Status::success);
  EXPECT_EQ(::port::logged, "");
  calls::initialised(server, Status{3});
  EXPECT_NE(::port::logged.find("[WRN] id 0000012C init 00000003\r\n"), std::string::npos) << ::port::logged;
}

TEST_F(CallsTest, no_index_beyond_the_stateless_services_is_one_SLS_3) {
  for (std::uint32_t index = system::kStatelessCount; index < 32; ++index) {
    EXPECT_EQ(calls::gate_call(non_secure, ConnectionHandle{kStateless + index}, 0, 0, 0),
              now(Status::programmer_error))
        << index;
  }
}

TEST_F(CallsTest, a_message_of_a_client_that_does_not_exist_is_none_HND_4) {
  for (Partition& partition : partitions) {
    partition.call.enter_service(server);  // of generation 1
  }
  EXPECT_EQ(&calls::held_message(server, MessageHandle{0x100 | system::kPartitionCount}, rule(Area::read, 1)),
            &agent().call);
  for (std::uint32_t low = system::kPartitionCount + 1; low <= 256; ++low) {
    EXPECT_EQ(blame([&] { calls::held_message(server, MessageHandle{0x100 | (low & 0xFF)}, rule(Area::read, 1)); }),
              (Blame{kServerId, rule(Area::read, 1)}));
  }
}

TEST_F(CallsTest, only_the_ipc_model_takes_messages_for_itself_GET_8) {
  EXPECT_EQ(blame([&] { ipc::get(client, SignalSet{0x10}, 0); }), (Blame{kClientId, rule(Area::get, 8)}));
}

/// Requests with input vectors in the client's memory.
class InputsTest : public CallsTest {
 protected:
  static constexpr std::size_t kVectors = 128;  // place of its descriptors
  std::byte* const memory = system::memory;

  /// The client's answer for two input vectors, given by their places in memory.
  Answer call(std::size_t first, std::size_t first_size, std::size_t second, std::size_t second_size) {
    auto* const vectors = new (memory + kVectors) psa_invec[2];
    vectors[0] = {memory + first, first_size};
    vectors[1] = {memory + second, second_size};
    const Answer answer =
        calls::call(secure, ConnectionHandle{kStateless}, PARAM_PACK(0, 2, 0), address_of(vectors), 0);
    client.call.end_vectors();
    return answer;
  }
};

TEST_F(InputsTest, vectors_that_touch_do_not_overlap_MEM_10) {
  EXPECT_TRUE(is_later(call(0, 4, 4, 4)));
  EXPECT_TRUE(is_later(call(4, 4, 0, 4)));
}

TEST_F(InputsTest, vectors_that_share_a_byte_overlap_MEM_10) {
  EXPECT_EQ(blame([&] { call(0, 5, 4, 4); }), (Blame{kClientId, rule(Area::call, 7)}));
  EXPECT_EQ(blame([&] { call(4, 4, 0, 5); }), (Blame{kClientId, rule(Area::call, 7)}));
}

TEST_F(InputsTest, an_empty_vector_overlaps_nothing_wherever_the_one_before_it_lay_MEM_10) {
  EXPECT_TRUE(is_later(call(0, 4, 4, 4)));
  EXPECT_TRUE(is_later(call(0, 8, 4, 0)));
  EXPECT_TRUE(is_later(call(4, 4, 0, 4)));
  EXPECT_TRUE(is_later(call(6, 0, 0, 8)));
}

/// Requests with descriptors at different places.
class DescriptorsTest : public CallsTest {
 protected:
  static constexpr std::size_t kSize = system::kRowSize;
  const Blame accepted{};
  const Blame refused{kClientId, rule(Area::call, 7)};

  /// The client's answer for this many empty vectors, in or out.
  Blame inputs(const std::byte* place, unsigned count) {
    return blame(
        [&] { calls::call(secure, ConnectionHandle{kStateless}, PARAM_PACK(0, count, 0), address_of(place), 0); });
  }
  Blame outputs(const std::byte* place, unsigned count) {
    return blame(
        [&] { calls::call(secure, ConnectionHandle{kStateless}, PARAM_PACK(0, 0, count), 0, address_of(place)); });
  }
  DescriptorsTest() {
    std::ranges::fill(system::memory, std::byte{});
    std::ranges::fill(system::constants, std::byte{});
  }
  ~DescriptorsTest() override { client.call.end_vectors(); }
};

TEST_F(DescriptorsTest, the_whole_array_must_be_the_callers_MEM_7) {
  const std::byte* const last_that_fits = system::memory + kSize - sizeof(psa_outvec);
  EXPECT_EQ(inputs(last_that_fits, 1), accepted);
  EXPECT_EQ(outputs(last_that_fits, 1), accepted);
  EXPECT_EQ(inputs(last_that_fits, 2), refused);
  EXPECT_EQ(outputs(last_that_fits, 2), refused);
}

TEST_F(DescriptorsTest, those_of_outputs_must_be_writable_as_their_lengths_come_back_MEM_7) {
  EXPECT_EQ(inputs(system::constants, 1), accepted);
  EXPECT_EQ(outputs(system::constants, 1), refused);
}

TEST_F(DescriptorsTest, a_crooked_address_is_refused_MEM_15) {
  for (std::size_t offset = 1; offset < alignof(psa_invec); ++offset) {
    EXPECT_EQ(inputs(system::memory + offset, 1), refused) << offset;
    EXPECT_EQ(outputs(system::memory + offset, 1), refused) << offset;
  }
}

TEST_F(DescriptorsTest, a_refused_request_leaves_nothing_for_the_next_one_CALL_10) {
  auto* const vectors = reinterpret_cast<psa_invec*>(system::memory);
  vectors[0] = {system::memory + 64, 8};
  vectors[1] = {system::kernel_memory, 8};
  EXPECT_EQ(inputs(system::memory, 2), refused);
  EXPECT_TRUE(has_no_vectors(client.call));
  EXPECT_EQ(outputs(system::memory, 2), refused);
  EXPECT_TRUE(has_no_vectors(client.call));
}

TEST_F(CallsTest, a_request_that_becomes_a_disconnect_leaves_no_vector_READ_1_WRITE_1_HND_8) {
  Call& call = agent().call;
  psa_outvec out{system::memory, 8};
  call.connection = &connect(non_secure, State::busy);
  call.message.in_size[0] = call.message.out_size[0] = 8;
  call.in_done[0] = call.out_done[0] = 4;
  call.in_base[0] = call.out_base[0] = system::memory;
  call.results = &out;
  call.set_counts(1, 1);
  EXPECT_TRUE(is_to_deliver_again(calls::complete(server, agent(), Status::programmer_error)));
  EXPECT_TRUE(has_no_vectors(call));
  call.enter_service(server);
  server.serving = &agent();
  const Claim own{address_of(system::memory), 1};
  EXPECT_EQ(blame([&] { calls::read(server, call.handle(), 0, own); }), (Blame{kServerId, rule(Area::read, 1)}));
  EXPECT_EQ(blame([&] { calls::write(server, call.handle(), 0, own); }), (Blame{kServerId, rule(Area::write, 1)}));
}

/// A request with one vector each way, held by the server.
class MappingTest : public CallsTest {
 protected:
  MappingTest() {
    Call& call = client.call;
    call.service = &kServiceRows[kSession];
    call.message.in_size[0] = call.message.out_size[0] = 8;
    call.enter_service(server);
  }
  [[nodiscard]] MessageHandle handle() const { return client.call.handle(); }
};

TEST_F(MappingTest, what_the_service_reaches_is_mapped_where_it_lies_MMV_1) {
  client.call.in_base[0] = system::constants;
  client.call.out_base[0] = system::memory;
  EXPECT_EQ(calls::map_invec(server, handle(), 0), system::constants);
  EXPECT_EQ(calls::map_outvec(server, handle(), 0), system::memory);
}

TEST_F(MappingTest, what_the_service_does_not_reach_cannot_be_mapped_MMV_17) {
  client.call.in_base[0] = system::kernel_memory;
  client.call.out_base[0] = system::constants;
  EXPECT_EQ(blame([&] { calls::map_invec(server, handle(), 0); }), (Blame{kServerId, rule(Area::mmv, 17)}));
  EXPECT_EQ(blame([&] { calls::map_outvec(server, handle(), 0); }), (Blame{kServerId, rule(Area::mmv, 17)}));
}

/// Partition 1 has an interrupt of each kind.
class InterruptTest : public CallsTest {
 protected:
  static constexpr SignalSet kSecondLevel{0x8000'0000};
  static constexpr std::uint16_t kSecondLevelLine = 5;
  static constexpr SignalSet kFirstLevel{0x4000'0000};
  static constexpr std::uint16_t kFirstLevelLine = 6;
  Partition& owner = partitions[1];

  static void arrive(unsigned source) { kPlainLines.at(source)(); }
};

TEST_F(InterruptTest, the_boot_makes_a_partition_of_each_descriptor_and_routes_its_interrupts_BOOT_3) {
  partitions = {};
  ::port::routed_lines.clear();
  spm_boot();
  for (const Partition& partition : partitions) {
    EXPECT_EQ(partition.descriptor, &system::kPartitions[partition.index]);
    EXPECT_EQ(&partitions[partition.index], &partition);
    EXPECT_EQ(partition.disabled_interrupts, partition.descriptor->interrupts);
    EXPECT_EQ(partition.asserted, SignalSet::none);
  }
  EXPECT_EQ(::port::routed_lines, (std::set<std::uint16_t>{kSecondLevelLine, kFirstLevelLine}));
  EXPECT_TRUE(::port::open_lines.empty());  // a partition of FF-M 1.1 opens them itself
}

TEST_F(InterruptTest, the_line_of_a_second_level_interrupt_stays_shut_until_psa_eoi_EOI_4_EOI_5) {
  calls::irq_enable(owner, kSecondLevel);
  arrive(kSecondLevelLine);
  calls::irq_enable(owner, kSecondLevel);
  EXPECT_FALSE(::port::open_lines.contains(kSecondLevelLine));
  calls::eoi(owner, kSecondLevel);
  EXPECT_TRUE(::port::open_lines.contains(kSecondLevelLine));
}

TEST_F(InterruptTest, the_line_of_a_first_level_interrupt_is_the_partitions_alone_IRQ_3) {
  system::flih_answer = PSA_FLIH_SIGNAL;
  calls::irq_enable(owner, kFirstLevel);
  arrive(kFirstLevelLine);
  EXPECT_EQ(owner.asserted, kFirstLevel);
  EXPECT_EQ(calls::irq_disable(owner, kFirstLevel), 1U);
  EXPECT_FALSE(::port::open_lines.contains(kFirstLevelLine));
  calls::irq_enable(owner, kFirstLevel);
  EXPECT_TRUE(::port::open_lines.contains(kFirstLevelLine));
}

TEST_F(InterruptTest, an_interrupt_that_no_manifest_names_is_the_kernels_own_error) {
  EXPECT_THROW(arrive(kSecondLevelLine - 1), InvariantBroken);
}

TEST_F(InterruptTest, an_interrupt_function_makes_no_call_through_a_gate_either_PE_11_FLIH_5) {
  begin_function(system::kInterrupts[1]);
  EXPECT_EQ(blame([] { spm_trap_elsewhere(POSTERN_TRAP_GATE_CALL, true, 0, 0); }),
            (Blame{owner.descriptor->id, rule(Area::pe, 11)}));
  end_function(system::kInterrupts[1], PSA_FLIH_NO_SIGNAL);
}

TEST_F(CallsTest, client_ids_are_not_asked_for_where_the_non_secure_world_has_one_PE_11) {
  EXPECT_EQ(blame([] { spm_trap_elsewhere(POSTERN_TRAP_NSCE_INIT, true, 0, 0); }).second, rule(Area::pe, 11));
}

TEST(entry, a_gate_that_opens_in_a_handler_answers_its_constant_PE_8_VEN_8) {
  const auto answer = [](unsigned trap) { return static_cast<std::int32_t>(spm_trap_elsewhere(trap, true, 0, 0)); };
  EXPECT_EQ(answer(POSTERN_TRAP_GATE_VERSION), static_cast<std::int32_t>(PSA_VERSION_NONE));
  EXPECT_EQ(answer(POSTERN_TRAP_GATE_CONNECT), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(answer(POSTERN_TRAP_GATE_CALL), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(answer(POSTERN_TRAP_GATE_CLOSE), 0);
}

}  // namespace
}  // namespace spm::testing
