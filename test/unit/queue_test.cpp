// Messages wait for their service in the order in which they came.
#include "spm/ipc/queue.hpp"

#include "fixture.hpp"

namespace spm::testing {
namespace {

constexpr ServiceIndex kOnly = 0;    // partition 0, bit 4
constexpr ServiceIndex kFirst = 1;   // partition 1, bit 4
constexpr ServiceIndex kSecond = 2;  // partition 1, bit 5
constexpr SignalSet kFirstSignal{0x10};
constexpr SignalSet kSecondSignal{0x20};

class QueueTest : public KernelTest {
 protected:
  static Call& send(PartitionIndex client, ServiceIndex service) {
    Call& call = partitions[client].call;
    call.service = service;
    call.server = &partitions[system::kServices[service].owner];
    enqueue(call);
    return call;
  }
  ~QueueTest() override {  // a queue outlives the test
    empty(partitions[0], kFirstSignal);
    empty(server, kFirstSignal);
    empty(server, kSecondSignal);
  }
  static void empty(Partition& owner, SignalSet signal) {
    try {
      for (;;) {
        take_message(owner, signal);
      }
    } catch (const InvariantBroken&) {
    }
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
  const Call& first = send(2, kFirst);
  const Call& second = send(0, kFirst);
  const Call& third = send(3, kFirst);
  EXPECT_EQ(&take_message(server, kFirstSignal), &first);
  EXPECT_EQ(&take_message(server, kFirstSignal), &second);
  EXPECT_EQ(&take_message(server, kFirstSignal), &third);
}

TEST_F(QueueTest, who_comes_again_stands_behind_who_waits_GET_5) {
  Call& early = send(2, kFirst);
  const Call& late = send(3, kFirst);
  EXPECT_EQ(&take_message(server, kFirstSignal), &early);
  early.leave_service();
  send(2, kFirst);
  EXPECT_EQ(&take_message(server, kFirstSignal), &late);
  EXPECT_EQ(&take_message(server, kFirstSignal), &early);
}

TEST_F(QueueTest, the_signal_drops_with_the_last_message_SIG_3) {
  send(2, kFirst);
  send(3, kFirst);
  take_message(server, kFirstSignal);
  EXPECT_EQ(server.asserted, kFirstSignal);
  take_message(server, kFirstSignal);
  EXPECT_TRUE(is_empty(server.asserted));
}

TEST_F(QueueTest, services_have_queues_of_their_own_SIG_3_GET_7) {
  const Call& to_first = send(2, kFirst);
  const Call& to_second = send(3, kSecond);
  const Call& to_other = send(1, kOnly);
  EXPECT_EQ(&take_message(server, kSecondSignal), &to_second);
  EXPECT_EQ(server.asserted, kFirstSignal);
  EXPECT_EQ(&take_message(server, kFirstSignal), &to_first);
  EXPECT_EQ(&take_message(partitions[0], kFirstSignal), &to_other);
}

TEST_F(QueueTest, other_signals_are_left_alone_SIG_3) {
  server.asserted = SignalSet::doorbell;
  send(2, kFirst);
  take_message(server, kFirstSignal);
  EXPECT_EQ(server.asserted, SignalSet::doorbell);
}

TEST_F(QueueTest, a_taken_message_is_in_service_and_a_waiting_one_is_not_HND_4) {
  const Call& first = send(2, kFirst);
  const Call& second = send(3, kFirst);
  take_message(server, kFirstSignal);
  EXPECT_TRUE(first.is_in_service());
  EXPECT_FALSE(second.is_in_service());
}

TEST_F(QueueTest, taking_from_an_empty_queue_is_the_kernels_own_error) {
  EXPECT_THROW(take_message(server, kFirstSignal), InvariantBroken);
}

}  // namespace
}  // namespace spm::testing
