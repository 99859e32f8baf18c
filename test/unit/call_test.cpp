// SPDX-License-Identifier: Apache-2.0

// The record of a call: its owner, and the handles under which services hold it.
#include "spm/call.hpp"

#include <array>

#include "fixture.hpp"

namespace spm::testing {
namespace {

using CallTest = KernelTest;

TEST_F(CallTest, nobody_holds_a_call_after_the_boot_HND_4) {
  for (const Partition& partition : partitions) {
    EXPECT_EQ(partition.call.server, nullptr);
    EXPECT_EQ(partition.call.message.handle & 0xFF, partition.index + 1);
  }
}

TEST_F(CallTest, a_call_is_held_between_taking_and_answering_HND_4_REPLY_1) {
  Call& call = partitions[2].call;
  call.enter_service(partitions[1]);
  EXPECT_EQ(call.server, &partitions[1]);
  EXPECT_GT(call.message.handle, 0);
  EXPECT_EQ(call.message.handle & 0xFF, 3);
  call.leave_service();
  EXPECT_EQ(call.server, nullptr);
}

TEST_F(CallTest, the_next_message_of_a_client_has_another_handle_HND_4) {
  Call& call = partitions[1].call;
  call.enter_service(partitions[0]);
  const psa_handle_t first = call.message.handle;
  call.leave_service();
  call.enter_service(partitions[0]);
  EXPECT_NE(call.message.handle, first);
}

TEST_F(CallTest, no_handle_is_null_or_negative_in_all_eight_million_generations_HND_4) {
  constexpr unsigned kGenerations = 0x8000'0000 / Call::kGenerationStep;
  Call& call = partitions[0].call;
  call.enter_service(partitions[0]);
  const psa_handle_t first = call.message.handle;
  unsigned count = 0;
  bool all_are_positive = first > 0;
  do {
    call.leave_service();
    call.enter_service(partitions[0]);
    all_are_positive = all_are_positive && call.message.handle > 0 && (call.message.handle & 0xFF) == 1;
    ++count;
  } while (call.message.handle != first);
  EXPECT_TRUE(all_are_positive);
  EXPECT_EQ(count, kGenerations);
}

TEST_F(CallTest, requests_are_types_from_zero_up_MSG_2) {
  Call& call = partitions[0].call;
  for (const auto& [type, is_request] : {std::pair{PSA_IPC_CALL, true}, std::pair{0x7FFF, true},
                                         std::pair{PSA_IPC_CONNECT, false}, std::pair{PSA_IPC_DISCONNECT, false}}) {
    call.message.type = type;
    EXPECT_EQ(call.is_request(), is_request) << type;
  }
}

TEST_F(CallTest, a_new_message_has_nothing_accessed_or_mapped_MMV_15) {
  Call& call = partitions[0].call;
  call.accessed = Call::in_vector(0);
  call.mapped = Call::out_vector(3);
  call.ever_mapped = Call::out_vector(3);
  call.enter_service(partitions[0]);
  EXPECT_EQ(call.accessed | call.mapped | call.ever_mapped, 0);
}

TEST_F(CallTest, every_vector_has_a_bit_of_its_own_MMV_5) {
  unsigned bits = 0;
  for (unsigned i = 0; i < kMaxVectors; ++i) {
    EXPECT_EQ(bits & Call::in_vector(i), 0U);
    bits |= Call::in_vector(i);
    EXPECT_EQ(bits & Call::out_vector(i), 0U);
    bits |= Call::out_vector(i);
  }
  EXPECT_EQ(bits, 0xFFU);
}

TEST_F(CallTest, the_end_leaves_nothing_of_the_vectors_CALL_10_MSG_6) {
  Call& call = partitions[0].call;
  std::array<psa_outvec, kMaxVectors> vectors{};
  call.results = vectors.data();
  call.set_counts(kMaxVectors, kMaxVectors);
  for (unsigned i = 0; i < kMaxVectors; ++i) {
    call.message.in_size[i] = call.message.out_size[i] = call.in_done[i] = call.out_done[i] = i + 1;
  }
  call.end_vectors();
  EXPECT_EQ(call.counts, 0);
  for (unsigned i = 0; i < kMaxVectors; ++i) {
    EXPECT_EQ(call.message.in_size[i] | call.message.out_size[i] | call.in_done[i] | call.out_done[i], 0U) << i;
  }
}

TEST_F(CallTest, the_client_learns_the_length_of_each_of_its_output_vectors_CALL_12) {
  Call& call = partitions[0].call;
  std::array<psa_outvec, 3> vectors{{{nullptr, 10}, {nullptr, 20}, {nullptr, 30}}};
  call.results = vectors.data();
  call.set_counts(0, 2);
  for (unsigned i = 0; i < 3; ++i) {
    call.message.out_size[i] = vectors[i].len;
    call.out_done[i] = 7 + i;
  }
  call.end_vectors();
  EXPECT_EQ(vectors[0].len, 7U);
  EXPECT_EQ(vectors[1].len, 8U);
  EXPECT_EQ(vectors[2].len, 30U);  // not a vector of this call
}

}  // namespace
}  // namespace spm::testing
