// SPDX-License-Identifier: Apache-2.0

// Interrupts of the IPC backend above isolation level 1, where FLIH functions are threads, with scheduling when
// non-secure code is interrupted.
#include "fixture.hpp"
#include "runtime/trap_numbers.h"
#include "spm/interrupts.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"

extern "C" {
extern constinit port::Context spm_upcall_context;
void spm_upcall_begins();
port::Context* spm_upcall_trap(unsigned number, std::uint32_t result);
}

namespace spm::testing {
namespace {

constexpr unsigned kSecondLevel = 5;  // interrupt lines of partition 1
constexpr unsigned kFirstLevel = 6;
constexpr std::int32_t kOwnerId = 301;

class UpcallTest : public KernelTest {
 protected:
  UpcallTest() {
    descriptor.stack_limit = system::memory + 64;
    descriptor.stack_top = system::memory + system::kRowSize;
    owner.descriptor = &descriptor;
    owner.thread.stack = address_of(descriptor.stack_top);
    ::port::pre_empted = true;
    ::port::replaced = nullptr;
    run(&other);
  }
  /// Lets this partition run, with no other ready.
  static void run(Partition* partition) {
    ipc::schedule.ready = ipc::idle.schedule_bit | (partition == nullptr ? 0 : partition->schedule_bit);
    ipc::schedule.suspended = nullptr;
    ipc::go_on_with_most_urgent();
  }
  static ::port::Context* end_function(psa_flih_result_t result) {
    spm_upcall_begins();
    return spm_upcall_trap(POSTERN_TRAP_FUNCTION_RETURN, result);
  }

  Partition& owner = partitions[1];
  Partition& other = partitions[2];
  PartitionDescriptor descriptor = *owner.descriptor;
};

TEST_F(UpcallTest, a_function_is_a_thread_below_its_owners_stack_FLIH_2) {
  EXPECT_EQ(take_line(kFirstLevel, Interrupted::thread), &spm_upcall_context);
  EXPECT_EQ(::port::function_frame, owner.thread.stack - ::port::kFrameSize);
  end_function(PSA_FLIH_NO_SIGNAL);
}

TEST_F(UpcallTest, an_interrupt_that_no_manifest_names_is_the_kernels_own_error) {
  EXPECT_THROW(take_line(kSecondLevel - 1, Interrupted::thread), InvariantBroken);
  EXPECT_THROW(take_line(kLineCount, Interrupted::thread), InvariantBroken);
}

TEST_F(UpcallTest, the_stack_of_a_running_owner_is_where_it_is_now_FLIH_2) {
  run(&owner);
  ::port::running_stack = address_of(system::memory + 160);
  EXPECT_EQ(take_line(kFirstLevel, Interrupted::thread), &spm_upcall_context);
  EXPECT_EQ(::port::function_frame, ::port::running_stack - ::port::kFrameSize);
  end_function(PSA_FLIH_NO_SIGNAL);
}

TEST_F(UpcallTest, a_stack_takes_a_function_down_to_its_limit_and_no_further_FLIH_2) {
  owner.thread.stack = address_of(descriptor.stack_limit) + ::port::kFrameSize;
  take_line(kFirstLevel, Interrupted::thread);
  EXPECT_EQ(::port::function_frame, address_of(descriptor.stack_limit));
  end_function(PSA_FLIH_NO_SIGNAL);
  for (const std::uintptr_t full : {address_of(descriptor.stack_limit) + ::port::kFrameSize - 8, UINTPTR_MAX - 63}) {
    owner.thread.stack = full;
    EXPECT_EQ(blame([] { take_line(kFirstLevel, Interrupted::thread); }), (std::pair{kOwnerId, rule(Area::flih, 2)}));
  }
}

TEST_F(UpcallTest, what_was_interrupted_goes_on_when_the_owner_is_not_more_urgent_FLIH_3) {
  take_line(kFirstLevel, Interrupted::thread);
  EXPECT_EQ(end_function(PSA_FLIH_SIGNAL), &other.thread);
  EXPECT_EQ(owner.asserted, SignalSet{0x4000'0000});
  run(nullptr);
  take_line(kFirstLevel, Interrupted::thread);
  EXPECT_EQ(end_function(PSA_FLIH_NO_SIGNAL), &ipc::idle.thread);
}

TEST_F(UpcallTest, a_more_urgent_one_goes_on_instead_SCH_4) {
  take_line(kFirstLevel, Interrupted::thread);
  ipc::schedule.ready |= partitions[0].schedule_bit;
  EXPECT_EQ(end_function(PSA_FLIH_NO_SIGNAL), &partitions[0].thread);
}

TEST_F(UpcallTest, a_function_makes_no_call_PE_11_FLIH_5) {
  take_line(kFirstLevel, Interrupted::thread);
  EXPECT_EQ(blame([] { spm_upcall_trap(POSTERN_TRAP_WAIT, 0); }), (std::pair{kOwnerId, rule(Area::pe, 11)}));
  end_function(PSA_FLIH_NO_SIGNAL);
}

TEST_F(UpcallTest, a_line_that_was_still_high_is_not_served_again) {
  take_line(kFirstLevel, Interrupted::thread);
  ::port::pending_lines.insert(kFirstLevel);
  end_function(PSA_FLIH_NO_SIGNAL);
  EXPECT_FALSE(::port::is_pending(kFirstLevel));
}

TEST_F(UpcallTest, a_pulse_during_the_function_is_served) {
  take_line(kFirstLevel, Interrupted::thread);
  spm_upcall_begins();
  ::port::pending_lines.insert(kFirstLevel);
  spm_upcall_trap(POSTERN_TRAP_FUNCTION_RETURN, PSA_FLIH_NO_SIGNAL);
  EXPECT_TRUE(::port::is_pending(kFirstLevel));
}

TEST_F(UpcallTest, interrupts_wait_for_the_function_and_those_of_suspended_code_longer) {
  take_line(kFirstLevel, Interrupted::thread);
  spm_upcall_begins();
  EXPECT_EQ(::port::held, ::port::Held::all);
  spm_upcall_trap(POSTERN_TRAP_FUNCTION_RETURN, PSA_FLIH_NO_SIGNAL);
  EXPECT_EQ(::port::held, ::port::Held::none);
  ipc::schedule.suspended = &agent();
  take_line(kFirstLevel, Interrupted::thread);
  end_function(PSA_FLIH_NO_SIGNAL);
  EXPECT_EQ(::port::held, ::port::Held::non_secure);
}

TEST_F(UpcallTest, a_second_level_interrupt_asserts_its_signal_at_once_SLIH_1) {
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::thread), nullptr);
  EXPECT_EQ(owner.asserted, SignalSet{0x8000'0000});
}

TEST_F(UpcallTest, non_secure_code_goes_on_when_no_more_urgent_context_is_ready_SCH_9) {
  run(&agent());
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::non_secure_thread), nullptr);
  EXPECT_EQ(ipc::schedule.suspended, nullptr);
  EXPECT_EQ(::port::held, ::port::Held::none);
  run(&owner);
  ipc::schedule.ready |= agent().schedule_bit;
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::non_secure_handler), nullptr);
  EXPECT_EQ(ipc::schedule.running, &owner);
}

TEST_F(UpcallTest, non_secure_code_is_put_aside_for_a_partition_and_goes_on_after_it_SCH_9) {
  run(&agent());
  ipc::schedule.ready |= other.schedule_bit;
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::non_secure_thread), &other.thread);
  EXPECT_EQ(::port::held, ::port::Held::non_secure);
  ipc::block(other);
  EXPECT_EQ(ipc::go_on(), &agent().thread);
  EXPECT_EQ(::port::held, ::port::Held::none);
}

TEST_F(UpcallTest, a_partition_below_what_was_put_aside_keeps_its_place_SCH_3_SCH_9) {
  Partition& urgent = partitions[0];
  Partition& less_urgent = partitions[2];
  run(&partitions[1]);
  ipc::schedule.ready |= urgent.schedule_bit | less_urgent.schedule_bit;
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::non_secure_handler), &urgent.thread);
  ipc::block(urgent);
  EXPECT_EQ(ipc::go_on(), &partitions[1].thread);
  EXPECT_EQ(::port::held, ::port::Held::none);
}

TEST_F(UpcallTest, what_was_put_aside_over_idle_goes_on_before_the_agent_and_idle_asks_again_SCH_9_SCH_16) {
  run(nullptr);
  ipc::schedule.ready |= other.schedule_bit;
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::non_secure_handler), &other.thread);
  EXPECT_EQ(::port::replaced, &ipc::idle.thread);
  ipc::schedule.ready |= agent().schedule_bit;
  ipc::block(other);
  EXPECT_EQ(ipc::go_on(), &ipc::idle.thread);
  EXPECT_EQ(::port::held, ::port::Held::none);
}

TEST_F(UpcallTest, over_a_gate_nothing_is_put_aside_but_idle_comes_below_it_SCH_4_SCH_16) {
  run(&other);
  ipc::schedule.ready |= partitions[0].schedule_bit;
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::gate), nullptr);
  EXPECT_EQ(::port::replaced, &other.thread);
  EXPECT_EQ(ipc::schedule.running, &ipc::idle);
  EXPECT_EQ(::port::held, ::port::Held::none);
}

TEST_F(UpcallTest, over_a_gate_that_the_agent_is_below_the_agent_stays_SCH_9) {
  run(&agent());
  ipc::schedule.ready |= other.schedule_bit;
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::gate), nullptr);
  EXPECT_EQ(::port::replaced, nullptr);
  EXPECT_EQ(ipc::schedule.running, &agent());
}

TEST_F(UpcallTest, non_secure_code_that_a_partition_called_is_its_own_SCH_3) {
  ::port::pre_empted = false;
  run(&other);
  ipc::schedule.ready |= partitions[0].schedule_bit;
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::non_secure_thread), &partitions[0].thread);
  EXPECT_EQ(ipc::schedule.suspended, nullptr);
  run(&other);
  // A handler is above the gate, so nothing changes until it ends.
  EXPECT_EQ(take_line(kSecondLevel, Interrupted::gate), nullptr);
  EXPECT_EQ(::port::replaced, nullptr);
}

}  // namespace
}  // namespace spm::testing
