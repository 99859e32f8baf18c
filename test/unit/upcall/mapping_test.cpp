// SPDX-License-Identifier: Apache-2.0

// Mapped vectors above isolation level 1, where most of them need regions of the MPU.
#include <optional>

#include "encoding/region.hpp"
#include "fixture.hpp"
#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/memory.hpp"
#include "spm/service.hpp"

namespace spm::testing {
namespace {

using encoding::kExecuteNever;
using encoding::kReadOnly;
using encoding::kRegionOn;
using encoding::kUnprivileged;

constexpr std::int32_t kServerId = 300;
using Blame = std::pair<std::int32_t, Rule>;

/// A request of the non-secure world with one vector each way, in the same granule, held by a service.
class MappedRegionTest : public KernelTest {
 protected:
  MappedRegionTest() {
    call.service = kServiceRows.data();
    call.in_base[0] = ::port::non_secure + 40;
    call.message.in_size[0] = 60;
    call.out_base[0] = ::port::non_secure + 34;
    call.message.out_size[0] = 4;
    call.set_counts(1, 1);
    call.results = results;
    call.enter_service(server);
    ::port::unloads = 0;
  }
  [[nodiscard]] MessageHandle handle() const { return call.handle(); }
  /// The region that a thread of the domain gets for this address.
  static std::optional<std::pair<std::uintptr_t, std::uintptr_t>> region_at(const std::byte* place,
                                                                            const Region* domain = system::kRegions) {
    Region region;
    if (!spm_find_mapped(domain, address_of(place), &region)) {
      return std::nullopt;
    }
    return std::pair{address_of(region.base), address_of(region.limit)};
  }
  static std::optional<std::pair<std::uintptr_t, std::uintptr_t>> granules(const std::byte* first,
                                                                           const std::byte* last_granule,
                                                                           std::uintptr_t rights) {
    return std::pair{address_of(first) + kUnprivileged + kExecuteNever + rights, address_of(last_granule) + kRegionOn};
  }

  Partition& server = partitions[0];
  Call& call = agent().call;
  psa_outvec results[1]{};
};

TEST_F(MappedRegionTest, is_the_granules_of_the_vector_while_it_is_mapped_MMV_18) {
  const std::byte* const memory = ::port::non_secure;
  EXPECT_EQ(region_at(memory + 40), std::nullopt);
  EXPECT_EQ(calls::map_invec(server, handle(), 0), memory + 40);
  EXPECT_EQ(region_at(memory + 31), std::nullopt);
  EXPECT_EQ(region_at(memory + 32), granules(memory + 32, memory + 96, kReadOnly));
  EXPECT_EQ(region_at(memory + 127), granules(memory + 32, memory + 96, kReadOnly));
  EXPECT_EQ(region_at(memory + 128), std::nullopt);
  calls::unmap_invec(server, handle(), 0);
  EXPECT_EQ(region_at(memory + 40), std::nullopt);
}

TEST_F(MappedRegionTest, of_an_output_is_found_where_an_input_has_the_same_granule_MMV_2) {
  const std::byte* const memory = ::port::non_secure;
  calls::map_invec(server, handle(), 0);
  calls::map_outvec(server, handle(), 0);
  EXPECT_EQ(region_at(memory + 40), granules(memory + 32, memory + 32, 0));
  EXPECT_EQ(region_at(memory + 64), granules(memory + 32, memory + 96, kReadOnly));
}

TEST_F(MappedRegionTest, is_of_no_other_domain_ISO_3) {
  constexpr Region kOther[] = {{nullptr, nullptr}};
  calls::map_invec(server, handle(), 0);
  EXPECT_EQ(region_at(::port::non_secure + 40, kOther), std::nullopt);
}

TEST_F(MappedRegionTest, ends_with_the_reply_MMV_16) {
  calls::map_invec(server, handle(), 0);
  calls::map_outvec(server, handle(), 0);
  EXPECT_EQ(::port::unloads, 0U);
  calls::unmap_outvec(server, handle(), 0, 4);
  EXPECT_EQ(::port::unloads, 1U);
  (void)calls::complete(server, agent(), Status::success);
  EXPECT_EQ(::port::unloads, 2U);
  EXPECT_EQ(region_at(::port::non_secure + 40), std::nullopt);
}

TEST_F(MappedRegionTest, is_not_unloaded_if_nothing_is_mapped_MMV_16) {
  (void)calls::complete(server, agent(), Status::success);
  EXPECT_EQ(::port::unloads, 0U);
}

TEST_F(MappedRegionTest, of_another_domain_is_whole_granules_or_a_panic_MMV_18) {
  const Blame refused{kServerId, rule(Area::mmv, 18)};
  for (const auto& [offset, size] : {std::pair{8U, 32U}, std::pair{32U, 33U}, std::pair{32U, 4U}}) {
    call.in_base[0] = system::kernel_memory + offset;
    call.message.in_size[0] = size;
    EXPECT_EQ(blame([&] { calls::map_invec(server, handle(), 0); }), refused);
  }
  call.in_base[0] = system::kernel_memory + 32;
  call.message.in_size[0] = 64;
  calls::map_invec(server, handle(), 0);
  EXPECT_EQ(region_at(system::kernel_memory + 95),
            granules(system::kernel_memory + 32, system::kernel_memory + 64, kReadOnly));
}

TEST_F(MappedRegionTest, can_be_passed_on_by_its_service_alone_MEM_4) {
  const std::uintptr_t input = address_of(::port::non_secure + 40);
  EXPECT_FALSE(may_access(server, {input, 60}, Use::read));
  calls::map_invec(server, handle(), 0);
  calls::map_outvec(server, handle(), 0);
  EXPECT_TRUE(may_access(server, {input, 60}, Use::read));
  EXPECT_FALSE(may_access(server, {input, 61}, Use::read));
  EXPECT_FALSE(may_access(server, {input - 1, 8}, Use::read));
  EXPECT_FALSE(may_access(server, {input, 8}, Use::write));
  EXPECT_TRUE(may_access(server, {input - 6, 4}, Use::write));
  EXPECT_FALSE(may_access(partitions[1], {input, 8}, Use::read));
}

}  // namespace
}  // namespace spm::testing
