// SPDX-License-Identifier: Apache-2.0

// Claims of memory: the arithmetic at the end of the address space, and which parties may access which memory.
#include <array>
#include <optional>

#include "fixture.hpp"
#include "runtime/trap_numbers.h"
#include "spm/memory.hpp"
#include "spm/port_contract.hpp"

namespace spm::testing {
namespace {

constexpr std::uintptr_t kEnd = UINTPTR_MAX;

TEST(claim, only_length_zero_is_empty_MEM_1) {
  EXPECT_TRUE((Claim{0, 0}.is_empty()));
  EXPECT_TRUE((Claim{kEnd, 0}.is_empty()));
  EXPECT_FALSE((Claim{0, 1}.is_empty()));
}

class MemoryTest : public KernelTest {
 protected:
  Partition& secure = partitions[1];
  const NonSecureWorld non_secure{};

  static std::uintptr_t at(const std::byte* area, std::size_t offset) { return address_of(area) + offset; }
  /// Memory as a caller claims it.
  using Run = Claim;
  /// Whether this client, or this partition, may read and may write the memory.
  template <typename Who>
  static std::pair<bool, bool> rights(const Who& who, Run run) {
    return {may_access(who, run, Use::read), may_access(who, run, Use::write)};
  }
  static constexpr std::pair<bool, bool> kNone{false, false};
  static constexpr std::pair<bool, bool> kRead{true, false};
  static constexpr std::pair<bool, bool> kBoth{true, true};
  static constexpr std::size_t kSize = system::kRowSize;
};

TEST_F(MemoryTest, a_partition_reaches_every_byte_of_its_rows_and_none_beyond_MEM_3_MEM_4) {
  EXPECT_EQ(rights(secure, {at(system::memory, 0), kSize}), kBoth);
  EXPECT_EQ(rights(secure, {at(system::memory, 0), 1}), kBoth);
  EXPECT_EQ(rights(secure, {at(system::memory, kSize - 1), 1}), kBoth);
  EXPECT_EQ(rights(secure, {at(system::memory, 1), kSize}), kNone);
  EXPECT_EQ(rights(secure, {at(system::memory, 0), kSize + 1}), kNone);
  EXPECT_EQ(readable(secure, {at(system::memory, 3), 1})->data(), system::memory + 3);
  EXPECT_EQ(writable(secure, {at(system::memory, 3), 1})->data(), system::memory + 3);
}

TEST_F(MemoryTest, constants_can_be_read_only_MEM_8) {
  EXPECT_EQ(rights(secure, {at(system::constants, 5), 100}), kRead);
}

TEST_F(MemoryTest, a_row_for_the_kernel_alone_is_nobodys_MEM_4) {
  EXPECT_EQ(rights(secure, {at(system::kernel_memory, 0), 1}), kNone);
  EXPECT_EQ(rights(non_secure, {at(system::kernel_memory, 0), 1}), kNone);
}

TEST_F(MemoryTest, the_non_secure_world_reaches_nothing_secure_MEM_5) {
  EXPECT_EQ(rights(non_secure, {at(system::memory, 0), 1}), kNone);
  EXPECT_EQ(rights(non_secure, {at(system::constants, 0), 1}), kNone);
}

TEST_F(MemoryTest, the_non_secure_world_reaches_its_own_as_the_machine_says_MEM_5) {
  constexpr std::size_t kNonSecureSize = ::port::kNonSecureSize;
  EXPECT_EQ(rights(non_secure, {at(::port::non_secure, 0), kNonSecureSize / 2}), kBoth);
  EXPECT_EQ(rights(non_secure, {at(::port::non_secure, 0), kNonSecureSize}), kRead);
  EXPECT_EQ(rights(non_secure, {at(::port::non_secure, 0), kNonSecureSize + 1}), kNone);
  EXPECT_EQ(rights(non_secure, {at(::port::non_secure, kNonSecureSize - 1), 2}), kNone);
}

TEST_F(MemoryTest, a_partition_can_pass_on_non_secure_memory_at_level_1_MEM_13) {
  EXPECT_EQ(rights(secure, {at(::port::non_secure, 0), ::port::kNonSecureSize}), kBoth);
}

TEST_F(MemoryTest, a_partition_writes_non_secure_memory_only_where_the_non_secure_world_may_MEM_13) {
  EXPECT_EQ(rights(secure, {at(::port::non_secure_constants, 0), ::port::kNonSecureSize}), kRead);
}

TEST_F(MemoryTest, a_partitions_own_data_is_its_first_row_that_it_can_write) {
  EXPECT_EQ(secure.own_first, at(system::memory, 0));
  EXPECT_EQ(secure.own_span, kSize - 1);
}

TEST_F(MemoryTest, a_range_that_wraps_is_refused_though_both_ends_are_memory_MEM_3) {
  EXPECT_EQ(rights(non_secure, {kEnd - 15, 16}), kRead);  // the machine of these tests has memory there
  EXPECT_EQ(rights(non_secure, {kEnd - 15, 17}), kNone);
  EXPECT_EQ(rights(non_secure, {kEnd - 15, kEnd}), kNone);
  const std::size_t around = at(::port::non_secure, 0) + 16;  // ends in the first byte of non-secure memory
  EXPECT_EQ(rights(non_secure, {kEnd - 15, around + 1}), kNone);
  EXPECT_EQ(rights(secure, {at(system::memory, 0), kEnd}), kNone);
  EXPECT_EQ(rights(secure, {at(system::memory, 16), kEnd - 8}), kNone);  // the sum of address and length wraps
}

TEST_F(MemoryTest, a_partitions_own_buffers_are_judged_as_its_vectors_are_MEM_4) {
  const Partition& partition = partitions[1];
  for (const Run run : {Run{at(system::memory, 0), kSize}, Run{at(system::memory, 1), kSize},
                        Run{at(system::constants, 0), 1}, Run{at(system::kernel_memory, 0), 1},
                        Run{at(system::memory, 16), kEnd - 8}, Run{at(::port::non_secure, 0), 1}, Run{0, 1}}) {
    EXPECT_EQ(rights(partition, run), rights(secure, run)) << run.address << " " << run.length;
  }
}

TEST_F(MemoryTest, null_with_a_length_is_refused_MEM_2) {
  EXPECT_EQ(rights(secure, {0, 1}), kNone);
  EXPECT_EQ(rights(non_secure, {0, 1}), kNone);
  EXPECT_TRUE(::port::is_non_secure_memory(0, 1, false));  // the machine of these tests has memory there
}

TEST_F(MemoryTest, descriptors_are_what_they_were_when_they_were_fetched_MEM_9) {
  psa_invec in{system::kernel_memory, SIZE_MAX};
  psa_outvec out{nullptr, 7};
  const Claim in_copy = fetch(in);
  const Claim out_copy = fetch(out);
  in = {nullptr, 0};  // later changes by the client have no effect
  out = {nullptr, 0};
  EXPECT_EQ(in_copy.address, address_of(system::kernel_memory));
  EXPECT_EQ(in_copy.length, SIZE_MAX);
  EXPECT_EQ(out_copy.address, 0U);
  EXPECT_EQ(out_copy.length, 7U);
}

TEST_F(MemoryTest, a_message_at_a_crooked_address_is_refused_GET_4) {
  for (std::size_t offset = 1; offset < alignof(psa_msg_t); ++offset) {
    EXPECT_EQ(place_of_message(secure, at(system::memory, offset)), std::nullopt) << offset;
  }
}

TEST_F(MemoryTest, a_message_is_written_where_it_fits_and_nowhere_else_GET_4) {
  EXPECT_NE(place_of_message(secure, at(system::memory, 0)), std::nullopt);
  EXPECT_EQ(place_of_message(secure, at(system::memory, kSize - 8)), std::nullopt);
  EXPECT_EQ(place_of_message(secure, at(system::constants, 0)), std::nullopt);
  EXPECT_EQ(place_of_message(secure, 0), std::nullopt);
}

TEST_F(MemoryTest, the_last_place_of_a_message_is_always_one_of_own_data_GET_4) {
  EXPECT_FALSE(secure.queues.is_last_place(0));
  EXPECT_NE(place_of_message(secure, at(system::memory, 64)), std::nullopt);
  EXPECT_TRUE(secure.queues.is_last_place(at(system::memory, 64)));
  for (const std::uintptr_t refused :
       {at(system::memory, 65), at(system::constants, 0), at(system::kernel_memory, 0)}) {
    EXPECT_EQ(place_of_message(secure, refused), std::nullopt);
    EXPECT_EQ(place_of_message(secure, refused), std::nullopt);
  }
  EXPECT_TRUE(secure.queues.is_last_place(at(system::memory, 64)));
}

TEST_F(MemoryTest, a_piece_of_a_copy_is_never_more_than_what_is_left_READ_7) {
  constexpr std::size_t kMany = 100'000;
  alignas(8) static std::array<std::byte, kMany + 1> place{};
  const auto piece = [&](std::size_t offset, std::size_t count) {
    Call call{};
    call.in_base[0] = &place[offset];
    call.out_base[0] = place.data();
    call.message.in_size[0] = call.message.out_size[0] = count;
    std::size_t done = 0;
    const std::uint32_t word = copy_in_pieces(call.unwritten(0), call.unread(0), done);
    EXPECT_EQ(word, done | (done < count ? POSTERN_TRAP_MORE : 0U));
    return done;
  };
  EXPECT_EQ(piece(0, kMany), kMany);
  EXPECT_EQ(piece(1, kMany), kMany);
  ::port::interrupted = true;
  EXPECT_EQ(piece(0, 0), 0U);
  EXPECT_EQ(piece(0, 3), 3U);
  EXPECT_LT(piece(0, kMany), kMany);
  EXPECT_LT(piece(1, kMany), piece(0, kMany));
}

}  // namespace
}  // namespace spm::testing
