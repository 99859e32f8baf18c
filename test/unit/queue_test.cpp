// SPDX-License-Identifier: Apache-2.0

// Messages wait for their service in the order of their arrival.
#include "spm/ipc/queue.hpp"

#include "fixture.hpp"
#include "spm/backend.hpp"
#include "spm/ipc/schedule.hpp"

namespace spm::testing {
namespace {

constexpr ServiceIndex kOnly = 0;    // partition 0, bit 4
constexpr ServiceIndex kFirst = 1;   // partition 1, bit 4
constexpr ServiceIndex kSecond = 2;  // partition 1, bit 5
constexpr SignalSet kFirstSignal{0x10};
constexpr SignalSet kSecondSignal{0x20};

class QueueTest : public KernelTest {
 protected:
  static Partition& send(PartitionIndex index, ServiceIndex service) {
    Partition& client = partitions[index];
    client.call.service = &kServiceRows[service];
    backend::deliver(client);
    return client;
  }
  Partition& server = partitions[1];
};

TEST_F(QueueTest, a_message_asserts_the_signal_of_its_service_at_its_owner_SIG_3) {
  send(2, kOnly);
  EXPECT_EQ(partitions[0].asserted, kFirstSignal);
  EXPECT_TRUE(is_empty(server.asserted));
  send(3, kSecond);
  EXPECT_EQ(server.asserted, kSecondSignal);
}

TEST_F(QueueTest, the_oldest_message_comes_first_GET_5_SLS_8_SCH_14_SFN_20) {
  const Partition& first = send(2, kFirst);
  const Partition& second = send(0, kFirst);
  const Partition& third = send(3, kFirst);
  EXPECT_EQ(&ipc::take_message(server, kFirstSignal), &first);
  EXPECT_EQ(&ipc::take_message(server, kFirstSignal), &second);
  EXPECT_EQ(&ipc::take_message(server, kFirstSignal), &third);
}

TEST_F(QueueTest, who_comes_again_stands_behind_who_waits_GET_5) {
  Partition& early = send(2, kFirst);
  const Partition& late = send(3, kFirst);
  EXPECT_EQ(&ipc::take_message(server, kFirstSignal), &early);
  early.call.leave_service();
  send(2, kFirst);
  EXPECT_EQ(&ipc::take_message(server, kFirstSignal), &late);
  EXPECT_EQ(&ipc::take_message(server, kFirstSignal), &early);
}

TEST_F(QueueTest, the_signal_drops_with_the_last_message_SIG_3) {
  send(2, kFirst);
  send(3, kFirst);
  ipc::take_message(server, kFirstSignal);
  EXPECT_EQ(server.asserted, kFirstSignal);
  ipc::take_message(server, kFirstSignal);
  EXPECT_TRUE(is_empty(server.asserted));
}

TEST_F(QueueTest, services_have_queues_of_their_own_SIG_3_GET_7) {
  const Partition& to_first = send(2, kFirst);
  const Partition& to_second = send(3, kSecond);
  const Partition& to_other = send(1, kOnly);
  EXPECT_EQ(&ipc::take_message(server, kSecondSignal), &to_second);
  EXPECT_EQ(server.asserted, kFirstSignal);
  EXPECT_EQ(&ipc::take_message(server, kFirstSignal), &to_first);
  EXPECT_EQ(&ipc::take_message(partitions[0], kFirstSignal), &to_other);
}

TEST_F(QueueTest, a_partition_can_run_when_the_signal_that_it_waits_for_is_asserted_CON_12) {
  const auto can_run = [&] { return (ipc::schedule.ready & server.schedule_bit) != 0; };
  server.awaited = kSecondSignal;
  send(2, kFirst);
  EXPECT_FALSE(can_run());
  send(3, kSecond);
  EXPECT_TRUE(can_run());
}

TEST_F(QueueTest, other_signals_are_left_alone_SIG_3) {
  server.asserted = SignalSet::doorbell;
  send(2, kFirst);
  ipc::take_message(server, kFirstSignal);
  EXPECT_EQ(server.asserted, SignalSet::doorbell);
}

TEST_F(QueueTest, a_taken_message_is_in_service_and_a_waiting_one_is_not_HND_4) {
  const Partition& first = send(2, kFirst);
  const Partition& second = send(3, kFirst);
  ipc::take_message(server, kFirstSignal);
  EXPECT_TRUE(first.call.server == &server);
  EXPECT_EQ(second.call.server, nullptr);
}

TEST_F(QueueTest, taking_from_an_empty_queue_is_the_kernels_own_error) {
  EXPECT_THROW(ipc::take_message(server, kFirstSignal), InvariantBroken);
}

}  // namespace
}  // namespace spm::testing
