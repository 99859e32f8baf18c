// SPDX-License-Identifier: Apache-2.0

// The sentences of `postern decode` for the numbers that a device says. test/unit/panic_test.cpp has what it says.
#include "decode/log_words.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <set>

#include "encoding/boot_check.hpp"

namespace postern::decode {
namespace {

using encoding::Area;
using encoding::PanicKind;
using encoding::PanicRecord;
using encoding::rule;
using Lines = std::vector<std::string>;

Names names() { return Names(std::map<std::int32_t, std::string>{{301, "VAULT"}, {302, "COFFER"}}); }

PanicRecord record(PanicKind kind, std::int32_t partition) {
  PanicRecord record{};
  record.valid = PanicRecord::kReported;
  record.partition = partition;
  record.kind = kind;
  return record;
}

PanicRecord error(encoding::Rule broken) {
  PanicRecord broke = record(PanicKind::programmer_error, 301);
  broke.rule = broken;
  return broke;
}

std::string sentence_of_fault(std::uint32_t configurable, std::uint32_t secure) {
  PanicRecord faulted = record(PanicKind::fault, 301);
  faulted.fault.exception_return = 0xFFFF'FFFD;
  faulted.fault.configurable_status = configurable;
  faulted.fault.secure_status = secure;
  faulted.fault.pc = 0x1234ABCD;
  faulted.fault.memory_address = 0x11111111;
  faulted.fault.bus_address = 0x22222222;
  faulted.fault.secure_address = 0x33333333;
  return sentence(faulted, names());
}

/// As the device prints it.
std::string line_of(const PanicRecord& record) {
  std::array<std::uint32_t, encoding::kPanicRecordWords> words;
  std::memcpy(words.data(), &record, sizeof record);
  std::string line = "[ERR] record";
  for (const std::uint32_t word : words) {
    line += fmt::format(" {:08X}", word);
  }
  return line;
}

Lines told(const Lines& log) {
  LogWords words(names());
  Lines all;
  for (const std::string& line : log) {
    const Lines lines = words.tell(line).lines;
    all.insert(all.end(), lines.begin(), lines.end());
  }
  if (const auto rest = words.rest(); rest) {
    all.push_back(*rest);
  }
  return all;
}

TEST(sentence, names_who_broke_which_rule_of_which_call_PE_4) {
  EXPECT_EQ(sentence(error(rule(Area::call, 7)), names()),
            "[ERR] restarted after a panic: VAULT id 0x0000012D broke CALL-7 in psa_call");
  EXPECT_NE(sentence(error(rule(Area::mmv, 17)), names()).find(" broke MMV-17 in "), std::string::npos);
}

TEST(sentence, begins_with_what_follows_the_panic) {
  PanicRecord broke = error(rule(Area::call, 7));
  broke.valid = PanicRecord::kValid;
  EXPECT_TRUE(sentence(broke, names()).starts_with("[ERR] panic: VAULT "));
  broke.valid = PanicRecord::kRestarted;
  EXPECT_TRUE(sentence(broke, names()).starts_with("[ERR] panic, and only the partition restarts: VAULT "));
}

TEST(sentence, names_the_non_secure_world_and_the_spm_and_does_not_invent_a_name) {
  EXPECT_NE(sentence(record(PanicKind::fault, -1), names()).find(": the non-secure world id 0xFFFFFFFF fault at "),
            std::string::npos);
  EXPECT_NE(sentence(record(PanicKind::fault, 0), names()).find(": the SPM id 0x00000000 fault at "),
            std::string::npos);
  EXPECT_NE(sentence(record(PanicKind::fault, 999), names()).find(": partition 999 id 0x000003E7 "), std::string::npos);
}

TEST(sentence, has_an_address_register_only_while_it_is_valid) {
  const auto has = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  EXPECT_FALSE(has(sentence_of_fault(~0x8080U, ~0x40U), "FAR"));
  const std::string memory = sentence_of_fault(0x82, 0);
  EXPECT_TRUE(has(memory, " MMFAR 0x11111111") && !has(memory, " BFAR") && !has(memory, " SFAR"));
  const std::string bus = sentence_of_fault(0x8200, 0);
  EXPECT_TRUE(has(bus, " BFAR 0x22222222") && !has(bus, " MMFAR") && !has(bus, " SFAR"));
  const std::string secure = sentence_of_fault(0, 0x48);
  EXPECT_TRUE(has(secure, " SFAR 0x33333333") && !has(secure, " MMFAR") && !has(secure, " BFAR"));
}

TEST(sentence, of_what_left_no_frame_has_no_address_and_a_stack_overflow_is_called_so_SCH_13) {
  const std::string opening = "[ERR] restarted after a panic: VAULT id 0x0000012D ";
  EXPECT_TRUE(sentence_of_fault(1U << 20U, 0).starts_with(opening + "stack overflow CFSR 0x00100000"));
  for (const unsigned bit : {4U, 12U}) {
    EXPECT_TRUE(sentence_of_fault(1U << bit, 0).starts_with(opening + "fault: no frame could be written CFSR"));
  }
  for (const unsigned bit : {1U, 2U}) {
    EXPECT_TRUE(sentence_of_fault(0, 1U << bit).starts_with(opening + "fault: a return that no exception began CFSR"));
  }
  EXPECT_TRUE(sentence_of_fault(2, 0).starts_with(opening + "fault at 0x1234ABCD CFSR"));
}

TEST(sentence, of_an_overflow_is_about_the_stack_that_the_fault_interrupted) {
  PanicRecord faulted = record(PanicKind::fault, -1);
  faulted.fault.non_secure_status = 1U << 20U;
  faulted.fault.exception_return = 0xFFFF'FFB8;  // a non-secure stack
  EXPECT_NE(sentence(faulted, names()).find(" stack overflow "), std::string::npos);
  faulted.fault.exception_return = 0xFFFF'FFFD;
  EXPECT_EQ(sentence(faulted, names()).find(" stack overflow "), std::string::npos);
}

TEST(sentence, of_a_non_secure_stack_where_nothing_is_has_no_address) {
  PanicRecord faulted = record(PanicKind::fault, -1);
  faulted.fault.configurable_status = 1U << 12U;  // the bus faults of both worlds are in the secure register
  faulted.fault.exception_return = 0xFFFF'FFB8;
  EXPECT_NE(sentence(faulted, names()).find(" fault: no frame could be written "), std::string::npos);
}

TEST(sentence, of_an_invariant_has_its_line) {
  PanicRecord broken = record(PanicKind::invariant, 0);
  broken.fault.pc = 0x2A;
  EXPECT_EQ(sentence(broken, names()),
            "[ERR] restarted after a panic: the SPM id 0x00000000 invariant at line 0x0000002A");
}

TEST(log_words, of_a_panic_are_one_line) {
  EXPECT_EQ(told({"before", "[ERR] panic: id 0000012D code 01070001 at 00000000", line_of(error(rule(Area::call, 7))),
                  "after"}),
            (Lines{"before", "[ERR] restarted after a panic: VAULT id 0x0000012D broke CALL-7 in psa_call", "after"}));
}

TEST(log_words, keep_a_panic_whose_record_is_missing) {
  const std::string line = "[ERR] panic: id 0000012D code 01070001 at 00000000";
  EXPECT_EQ(told({line, "after"}), (Lines{line, "after"}));
  EXPECT_EQ(told({line}), (Lines{line}));
}

TEST(log_words, of_a_partition_stay_its_own) {
  const Lines log = {" " + line_of(error(rule(Area::call, 7))), " [ERR] boot: check 00000008 at 38000000",
                     "x[ERR] stopped"};
  EXPECT_EQ(told(log), log);
}

TEST(log_words, say_how_many_panics_ended_in_a_loop) {
  PanicRecord last = error(rule(Area::call, 7));
  last.in_a_row = 16;
  EXPECT_EQ(told({line_of(last), "[ERR] stopped"})[1],
            "[ERR] panic: count 0x00000010 in a row, and no call answered between them: stopped");
}

TEST(log_words, name_the_partition_whose_init_function_warns_SFN_10) {
  EXPECT_EQ(told({"[WRN] id 0000012E init 00000003"}), (Lines{"[WRN] COFFER init answered 0x00000003"}));
  EXPECT_EQ(told({"[WRN] id 0000012E init 3"}), (Lines{"[WRN] id 0000012E init 3"}));
}

TEST(log_words, say_what_is_wrong_with_a_board) {
  EXPECT_EQ(told({"[ERR] boot: check 00000001 at E000ED94"}),
            (Lines{"[ERR] the memory protection of this board does not behave: boot did not get its way with the "
                   "register at 0xE000ED94; nothing is started"}));
  EXPECT_EQ(told({"[ERR] boot: check 000000FF at E000ED94"}), (Lines{"[ERR] boot: check 000000FF at E000ED94"}));
}

TEST(log_words, know_every_check_of_boot) {
  std::set<std::string> texts;
  for (unsigned i = 1; i <= static_cast<unsigned>(encoding::BootCheck::partition_reads_no_kernel_code); ++i) {
    const char* const text = encoding::fault_of(encoding::BootCheck{static_cast<std::uint8_t>(i)});
    ASSERT_NE(text, nullptr) << i;
    EXPECT_TRUE(texts.insert(text).second) << text;
  }
}

TEST(log_words, refuse_a_record_that_is_damaged) {
  LogWords words(names());
  std::string line = line_of(error(rule(Area::call, 7)));
  EXPECT_THROW((void)words.tell(line.substr(0, line.size() - 9)), std::runtime_error);
  EXPECT_THROW((void)words.tell("[ERR] record 12345678 0"), std::runtime_error);
  line[line.size() - 1] = 'x';
  EXPECT_THROW((void)words.tell(line), std::runtime_error);
}

}  // namespace
}  // namespace postern::decode
