// SPDX-License-Identifier: Apache-2.0

// The SFN backend: init functions run once and in time, and no partition is entered twice.
#include <gtest/gtest.h>

#include "spm/backend.hpp"
#include "spm/caller.hpp"
#include "spm/panic_record.hpp"
#include "spm/service.hpp"
#include "spm/sfn/running.hpp"

namespace {

/// Thrown when the system stops.
struct Stopped {
  spm::PanicRecord record;
};

}  // namespace

void port::stop(const spm::PanicRecord& record) { throw Stopped{record}; }

namespace spm::testing {
namespace {

unsigned inits;
Status init_answer;
psa_status_t init() {
  ++inits;
  return static_cast<psa_status_t>(init_answer);
}
psa_status_t (*const init_slot)() = init;

/// The number of init functions that had run before the secure function.
unsigned inits_before;
psa_status_t answer(const psa_msg_t*) {
  inits_before = inits;
  return 7;
}

class SfnTest : public ::testing::Test {
 protected:
  SfnTest() {
    partitions = {};
    connections = {};
    prepare_partitions();
    ::port::record() = {};
    inits = 0;
    init_answer = Status::success;
    system::secure_function = answer;
    for (Partition& partition : partitions) {
      PartitionDescriptor& descriptor = descriptors[partition.index];
      descriptor = *partition.descriptor;
      descriptor.init = &init_slot;
      partition.descriptor = &descriptor;
    }
  }
  /// The agent's request to a service.
  static Answer request(ServiceIndex service) {
    agent().call.service = &kServiceRows[service];
    return backend::deliver(agent());
  }
  /// The reason for which the system stopped.
  template <typename Action>
  static PanicRecord stopped_by(const Action& action) {
    try {
      action();
    } catch (const Stopped& stopped) {
      return stopped.record;
    }
    return {};
  }
  std::array<PartitionDescriptor, system::kPartitionCount> descriptors{};
};

TEST_F(SfnTest, an_init_function_that_fails_is_its_partitions_panic_SFN_10) {
  init_answer = Status{-1};
  const PanicRecord record = stopped_by([] { request(0); });
  EXPECT_EQ(record.kind, PanicKind::programmer_error);
  EXPECT_EQ(record.partition, 300);
  EXPECT_EQ(record.rule, rule(Area::sfn, 10));
}

TEST_F(SfnTest, an_init_function_runs_once_before_the_first_secure_function_SFN_11_SFN_21) {
  sfn::running = &agent();
  EXPECT_EQ(request(1), now(7U));
  EXPECT_EQ(inits_before, 1U);
  EXPECT_EQ(request(2), now(7U));
  EXPECT_EQ(inits, 1U);
  EXPECT_EQ(sfn::running, &agent());
}

TEST_F(SfnTest, nobody_is_entered_twice_SCH_23) {
  partitions[1].serving = partitions.data();
  EXPECT_EQ(stopped_by([] { request(1); }).kind, PanicKind::invariant);
}

}  // namespace
}  // namespace spm::testing
