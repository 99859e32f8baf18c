// SPDX-License-Identifier: Apache-2.0

// Traps, where they decide which context runs next.
#include "fixture.hpp"
#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"

namespace spm::testing {
namespace {

class EnterTest : public KernelTest {
 protected:
  Partition& server = partitions[1];

  /// The context that runs instead of the server when it answers this client's request; nullptr: the server itself.
  const ::port::Context* answer(Partition& client) {
    client.call.message.type = PSA_IPC_CALL;
    client.call.enter_service(server);
    ipc::schedule.ready = server.schedule_bit;
    ipc::schedule.running = &server;
    return spm_traps[POSTERN_TRAP_REPLY](static_cast<std::uint32_t>(client.call.message.handle), 5, 0, 0);
  }
};

TEST_F(EnterTest, who_answers_gives_way_to_a_client_that_is_more_urgent_SCH_5) {
  EXPECT_EQ(answer(partitions[0]), &partitions[0].thread);
  EXPECT_EQ(partitions[0].thread.result, 5U);
}

TEST_F(EnterTest, who_answers_goes_on_before_a_client_that_is_not_SCH_5) {
  EXPECT_EQ(answer(partitions[2]), nullptr);
  EXPECT_EQ(answer(agent()), nullptr);
  EXPECT_EQ(ipc::schedule.ready, server.schedule_bit | agent().schedule_bit);
}

}  // namespace
}  // namespace spm::testing
