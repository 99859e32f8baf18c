// SPDX-License-Identifier: Apache-2.0

// The choice of what runs: the most urgent ready partition; an equally urgent one displaces nothing.
#include "spm/ipc/schedule.hpp"

#include "fixture.hpp"

namespace spm::testing {
namespace {

constexpr PartitionIndex kUrgent = 0;
constexpr PartitionIndex kEqual = 1;  // as urgent as the next
constexpr PartitionIndex kOther = 2;
constexpr int kIdle = system::kPartitionCount;
constexpr int kGoesOn = -1;
constexpr int kNobody = -2;

class ScheduleTest : public KernelTest {
 protected:
  ScheduleTest() {
    for (Partition& partition : partitions) {
      ipc::resume(partition, 0);
    }
    run(kIdle);
  }
  /// Makes the choice, and returns the index of the chosen context.
  static int choose() {
    const ::port::Context* const context = ipc::go_on();
    if (context == nullptr) {
      return kGoesOn;
    }
    if (context == &ipc::idle.thread) {
      return kIdle;
    }
    for (const Partition& partition : partitions) {
      if (context == &partition.thread) {
        return partition.index;
      }
    }
    return kNobody;
  }
  /// Brings about the state in which this partition runs.
  static void run(PartitionIndex index) {
    const std::uint32_t ready = ipc::schedule.ready;
    ipc::schedule.ready = schedule_bit(index) | ipc::idle.schedule_bit;
    ipc::go_on_with_most_urgent();
    ipc::schedule.ready = ready;
  }
  static void block(PartitionIndex index) { ipc::block(partitions[index]); }
};

TEST_F(ScheduleTest, at_first_the_most_urgent_runs_BOOT_8) {
  EXPECT_EQ(ipc::go_on_with_most_urgent(), &partitions[kUrgent].thread);
  EXPECT_EQ(ipc::schedule.running, &partitions[kUrgent]);
}

TEST_F(ScheduleTest, a_waiting_one_is_told_every_signal_that_came_until_it_runs_WAIT_1_WAIT_7) {
  Partition& waiting = partitions[kUrgent];
  block(kUrgent);
  run(kOther);
  waiting.awaited = SignalSet{0x30};
  waiting.asserted = SignalSet{0x10};
  ipc::schedule.ready |= waiting.schedule_bit;  // woken by the first signal
  waiting.asserted =
      waiting.asserted | SignalSet{0x60};  // the second comes before it runs; it does not wait for the third
  EXPECT_EQ(choose(), kUrgent);
  EXPECT_EQ(waiting.thread.result, 0x30);
  EXPECT_EQ(waiting.awaited, SignalSet::none);
}

TEST_F(ScheduleTest, partitions_come_to_run_in_their_order_as_they_block_SCH_3) {
  for (PartitionIndex index = 0; index < system::kPartitionCount; ++index) {
    EXPECT_EQ(choose(), index);
    block(index);
  }
  EXPECT_EQ(choose(), kIdle);
}

TEST_F(ScheduleTest, the_running_one_goes_on_while_nobody_is_more_urgent_SCH_3_SCH_1) {
  run(kUrgent);
  EXPECT_EQ(choose(), kGoesOn);
  EXPECT_EQ(ipc::schedule.running, &partitions[kUrgent]);
}

TEST_F(ScheduleTest, a_more_urgent_one_takes_over_at_once_SCH_5_SCH_1) {
  run(kOther);
  EXPECT_EQ(choose(), kUrgent);
}

TEST_F(ScheduleTest, an_equal_one_waits_though_it_stands_before_SCH_5) {
  block(kUrgent);
  run(kOther);
  EXPECT_EQ(choose(), kGoesOn);
  block(kOther);
  EXPECT_EQ(choose(), kEqual);
}

TEST_F(ScheduleTest, the_agent_gives_way_to_every_partition_SCH_5_SCH_6_SCH_7) {
  run(system::kAgent);
  block(kUrgent);
  block(kEqual);
  EXPECT_EQ(choose(), kOther);
}

TEST_F(ScheduleTest, idle_gives_way_to_the_agent_too_SCH_3) {
  for (PartitionIndex index = 0; index < system::kAgent; ++index) {
    block(index);
  }
  run(kIdle);
  EXPECT_EQ(choose(), system::kAgent);
}

TEST_F(ScheduleTest, idle_goes_on_while_everybody_waits_SCH_3) {
  run(kUrgent);
  for (PartitionIndex index = 0; index < system::kPartitionCount; ++index) {
    block(index);
  }
  EXPECT_EQ(choose(), kIdle);
  EXPECT_EQ(choose(), kGoesOn);
}

TEST_F(ScheduleTest, idle_gives_way_to_the_most_urgent_SCH_3) {
  run(kIdle);
  EXPECT_EQ(choose(), kUrgent);
}

TEST_F(ScheduleTest, a_blocked_one_is_not_chosen_until_it_is_resumed_SCH_3) {
  block(kUrgent);
  EXPECT_EQ(choose(), kEqual);
  ipc::resume(partitions[kUrgent], 42);
  EXPECT_EQ(choose(), kUrgent);
}

TEST_F(ScheduleTest, a_resumed_one_is_answered_and_nobody_else) {
  ipc::block(partitions[kOther]);
  ipc::resume(partitions[kOther], 42);
  EXPECT_EQ(partitions[kOther].thread.result, 42U);
  EXPECT_EQ(partitions[kEqual].thread.result, 0U);
}

}  // namespace
}  // namespace spm::testing
