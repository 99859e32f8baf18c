// SPDX-License-Identifier: Apache-2.0

// The record of a panic, and what the next boot prints of it. test/decode reads the words from that.
#include "spm/panic.hpp"

#include <cstring>
#include <sstream>
#include <string>
#include <vector>

#include "fixture.hpp"
#include "spm/ipc/schedule.hpp"

namespace spm::testing {
namespace {

class PanicTest : public KernelTest {
 protected:
  /// The record that an action leaves.
  template <typename Action>
  static PanicRecord record_of(const Action& action) {
    try {
      action();
    } catch (const Panicked&) {
    } catch (const InvariantBroken&) {
    }
    return ::port::record();
  }
  /// The output of the next boot alone, without the words of the record.
  static std::string restart() {
    ::port::logged.clear();
    report_last_panic();
    return ::port::logged.substr(0, ::port::logged.find(kWords));
  }
  static constexpr const char* kWords = "[ERR] record";
  static void fault(bool non_secure) {
    FaultRegisters registers{};
    registers.pc = 0x1234ABCD;
    panic_for_fault(registers, non_secure);
  }
};

TEST_F(PanicTest, the_record_names_who_broke_which_rule_of_which_call_PE_4) {
  const PanicRecord record = record_of([] { panic(partitions[1], rule(Area::call, 7)); });
  EXPECT_EQ(record.kind, PanicKind::programmer_error);
  EXPECT_EQ(record.partition, 301);
  EXPECT_EQ(record.rule, rule(Area::call, 7));
  EXPECT_EQ(restart(), "[ERR] panic: id 0000012D code 01070001 at 00000000\r\n");
}

TEST_F(PanicTest, a_fault_is_booked_to_who_runs_ISO_17) {
  ipc::schedule.running = &partitions[2];
  EXPECT_EQ(record_of([] { fault(false); }).partition, 302);
  EXPECT_EQ(::port::record().kind, PanicKind::fault);
  EXPECT_EQ(restart().find("[ERR] panic: id 0000012E code 00000002 at 1234ABCD"), 0U);
}

TEST_F(PanicTest, a_fault_of_the_non_secure_world_is_booked_to_nobody_secure_ISO_18) {
  ipc::schedule.running = &partitions[2];
  record_of([] { fault(true); });
  EXPECT_EQ(restart().find("[ERR] panic: id FFFFFFFF code 00000002 at 1234ABCD"), 0U);
}

TEST_F(PanicTest, a_fault_while_nobody_runs_is_the_kernels_own) {
  record_of([] { fault(false); });
  EXPECT_EQ(restart().find("[ERR] panic: id 00000000 code 00000002 at 1234ABCD"), 0U);
}

TEST_F(PanicTest, a_broken_invariant_is_the_kernels_own) {
  const PanicRecord record = record_of([] { stop_for_invariant(0x2A); });
  EXPECT_EQ(record.kind, PanicKind::invariant);
  EXPECT_EQ(restart(), "[ERR] panic: id 00000000 code 00000003 at 0000002A\r\n");
}

TEST_F(PanicTest, a_panic_is_reported_at_the_next_boot_only) {
  record_of([] { panic(partitions[1], rule(Area::call, 7)); });
  EXPECT_FALSE(restart().empty());
  EXPECT_TRUE(restart().empty());
}

TEST_F(PanicTest, panics_are_counted_from_power_on_whether_they_were_reported_or_not) {
  const auto again = [] { return record_of([] { panic(partitions[1], rule(Area::call, 7)); }).count; };
  ::port::record().count = 99;  // the content of memory at power-on
  EXPECT_EQ(again(), 1U);
  EXPECT_EQ(again(), 2U);
  report_last_panic();
  EXPECT_EQ(again(), 3U);
}

TEST_F(PanicTest, every_word_of_the_record_is_on_the_log_for_the_tool) {
  record_of([] { panic(partitions[1], rule(Area::call, 7)); });
  restart();
  std::istringstream words(::port::logged.substr(::port::logged.find(kWords) + std::string(kWords).size()));
  std::vector<std::uint32_t> printed;
  for (std::string word; words >> word;) {
    printed.push_back(static_cast<std::uint32_t>(std::stoul(word, nullptr, 16)));
  }
  ASSERT_EQ(printed.size(), encoding::kPanicRecordWords);
  EXPECT_EQ(std::memcmp(printed.data(), &::port::record(), sizeof(PanicRecord)), 0);
}

TEST_F(PanicTest, the_first_word_tells_whether_the_next_boot_says_it_again) {
  record_of([] { panic(partitions[1], rule(Area::call, 7)); });
  EXPECT_NE(::port::logged.find("[ERR] record 504E4332 0000012D 01070001 "), std::string::npos);
  restart();
  EXPECT_NE(::port::logged.find("[ERR] record 504E4372 0000012D 01070001 "), std::string::npos);
}

TEST_F(PanicTest, the_record_has_the_clients_up_to_the_non_secure_world) {
  partitions[1].call.server = partitions.data();
  agent().call.server = &partitions[1];
  const PanicRecord record = record_of([] { panic(partitions[0], rule(Area::call, 7)); });
  EXPECT_EQ(record.clients[0], 301);
  EXPECT_EQ(record.clients[1], -1);
  EXPECT_EQ(record.clients[2], 0);
}

TEST_F(PanicTest, a_refused_connect_leaves_its_sid_and_every_call_the_registers_of_its_caller) {
  const PanicRecord record = record_of([] { panic_for_connect(partitions[1], rule(Area::conn, 2), 0xF123); });
  EXPECT_EQ(record.argument, 0xF123U);
  EXPECT_EQ(record.fault.lr, 0x1234U);  // what the port of the tests notes
}

TEST_F(PanicTest, panics_are_in_a_row_until_a_call_of_the_non_secure_world_was_answered) {
  const auto again = [] { return record_of([] { panic(partitions[1], rule(Area::call, 7)); }).in_a_row; };
  EXPECT_EQ(again(), 1U);
  EXPECT_EQ(again(), 2U);
  agent().call.enter_service(partitions[1]);  // the first message is the one that panics
  EXPECT_EQ(again(), 3U);
  agent().call.leave_service();
  EXPECT_EQ(again(), 1U);
  agent().call.enter_service(partitions[1]);  // the second: the first was answered
  EXPECT_EQ(again(), 1U);
}

TEST_F(PanicTest, what_ended_the_last_run_is_told_without_rule_or_address) {
  const auto told = [] {
    tell_last_run();
    return std::array<std::uint32_t, LAST_RUN_WORDS>{
        system::last_run[LAST_RUN_END], system::last_run[LAST_RUN_PARTITION], system::last_run[LAST_RUN_IN_A_ROW]};
  };
  using Words = std::array<std::uint32_t, LAST_RUN_WORDS>;
  std::ranges::fill(system::last_run, 0xA5A5A5A5U);  // memory after power-up
  EXPECT_EQ(told(), (Words{LAST_RUN_UNKNOWN, 0, 0}));
  record_of([] { panic(partitions[1], rule(Area::panic, 1)); });
  EXPECT_EQ(told(), (Words{LAST_RUN_PSA_PANIC, 301, 1}));
  record_of([] { panic(partitions[0], rule(Area::call, 7)); });
  EXPECT_EQ(told(), (Words{LAST_RUN_ERROR, 300, 2}));
  record_of([] { panic_for_fault({}, true); });
  EXPECT_EQ(told(), (Words{LAST_RUN_FAULT, static_cast<std::uint32_t>(-1), 3}));
  record_of([] { stop_for_invariant(1); });
  EXPECT_EQ(told(), (Words{LAST_RUN_SPM, 0, 4}));
  report_last_panic();  // the run after it had no panic
  EXPECT_EQ(told(), (Words{LAST_RUN_UNKNOWN, 0, 0}));
}

TEST_F(PanicTest, the_last_panic_of_a_loop_is_said_to_be_the_last) {
  for (unsigned i = 1; i <= system::kResetLoopLimit; ++i) {
    ::port::logged.clear();
    record_of([] { panic(partitions[1], rule(Area::call, 7)); });
    EXPECT_EQ(::port::logged.find("stopped") != std::string::npos, i == system::kResetLoopLimit);
  }
}

}  // namespace
}  // namespace spm::testing
