// SPDX-License-Identifier: Apache-2.0

// The program that reports which tests show which rules: what it reads, and what it refuses.
#include "rules_page/rules_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace postern::rules_page {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kRules =
    "left_out: [OTHER-9]\n"
    "areas: {SOME: something}\n"
    "rules:\n"
    "  - {id: SOME-1, text: One | thing., source: TF-M}\n"
    "  - {id: SOME-2a, text: Another., source: Postern}\n"
    "  - {id: ELSE-1, text: A definition., source: FF-M 1.0, untestable: it is a definition}\n";

Outcome only(const std::string& line) {
  const std::vector<Outcome> outcomes = parse_log(line + "\n");
  EXPECT_EQ(outcomes.size(), 1U) << line;
  return outcomes.empty() ? Outcome{} : outcomes.front();
}

std::vector<std::string> faults_of(const std::string& log) {
  return judge(parse_rules(kRules), {{"host IPC", parse_log(log)}}).faults;
}

constexpr const char* kGood = "ok 1 both [SOME-1 SOME-2a]\n";

TEST(rules_page, a_story_cites_in_brackets) {
  const Outcome outcome = only("ok 12 a_story_of_two [CALL-3 NUM-3a]\r");
  EXPECT_EQ(outcome.name, "a_story_of_two");
  EXPECT_THAT(outcome.ids, ElementsAre("CALL-3", "NUM-3a"));
  EXPECT_TRUE(outcome.passed);
}

TEST(rules_page, a_panic_names_its_partition_first) {
  const Outcome outcome = only("ok 40 THREAD_MISUSE_ENABLE_TWO [THREAD IRQ-3]");
  EXPECT_EQ(outcome.name, "THREAD_MISUSE_ENABLE_TWO");
  EXPECT_THAT(outcome.ids, ElementsAre("IRQ-3"));
}

TEST(rules_page, a_script_has_no_numbers) {
  const Outcome outcome = only("ok unset means IPC (BSEL-8)");
  EXPECT_EQ(outcome.name, "unset means IPC");
  EXPECT_THAT(outcome.ids, ElementsAre("BSEL-8"));
}

TEST(rules_page, the_name_of_a_configuration_is_no_rule) {
  const Outcome outcome = only("ok an505-IPC-1 fp_first: all is well [SCH-12]");
  EXPECT_EQ(outcome.name, "an505-IPC-1 fp_first");
  EXPECT_THAT(outcome.ids, ElementsAre("SCH-12"));
}

TEST(rules_page, a_google_test_cites_at_the_end_of_its_name) {
  const Outcome outcome = only("[       OK ] MemoryTest.at_level_1_all_is_well_MEM_3_NUM_3a (0 ms)");
  EXPECT_EQ(outcome.name, "at_level_1_all_is_well");
  EXPECT_THAT(outcome.ids, ElementsAre("MEM-3", "NUM-3a"));
  const Outcome of_type =
      only("[       OK ] link/Toolchain.headers_compile_GEN_3/0, where GetParam() = \"IPC\" (5 ms)");
  EXPECT_EQ(of_type.name, "headers_compile");
  EXPECT_THAT(of_type.ids, ElementsAre("GEN-3"));
  EXPECT_EQ(only("[       OK ] mmio/FaultTest.is_reported/a_region_MMIO_1 (1 ms)").name, "a_region");
}

TEST(rules_page, what_failed_is_read_as_failed) {
  EXPECT_FALSE(only("FAILED 3 a_story [CALL-3]: main.c:7: x is 1, not 2").passed);
  EXPECT_THAT(only("FAILED 3 a_story [CALL-3]: main.c:7: x is 1, not 2").ids, ElementsAre("CALL-3"));
  EXPECT_EQ(only("FAILED 3 a_story [CALL-3]: main.c:7: x is 1, not 2").name, "a_story");
  EXPECT_THAT(only("[  FAILED  ] suite.a_test_CALL_3 (0 ms)").ids, ElementsAre("CALL-3"));
  EXPECT_FALSE(only("[  FAILED  ] suite.a_test_CALL_3 (0 ms)").passed);
}

TEST(rules_page, other_lines_are_no_tests) {
  EXPECT_THAT(
      parse_log("expect-panic SINNER CALL-1\n    ok: CALL-3\n[ RUN      ] a.b_CALL_3\nEND x 1 cases 0 failed\n"),
      IsEmpty());
}

TEST(rules_page, a_log_belongs_to_the_configuration_in_its_name) {
  EXPECT_EQ(column_of("arm-mps2-an521-ipc-l1-scenario"), "an521 IPC");
  EXPECT_EQ(column_of("arm-mps2-an505-ipc-l3-scenario"), "an505 IPC 3");
  EXPECT_EQ(column_of("host-sfn-l1-panic"), "host SFN");
  EXPECT_EQ(column_of("manifest"), column_of("unit"));
}

TEST(rules_page, a_rule_with_a_test_or_a_reason_is_good) {
  const Verdict verdict = judge(parse_rules(kRules), {{"host IPC", parse_log(kGood)}});
  EXPECT_THAT(verdict.faults, IsEmpty());
  EXPECT_THAT(verdict.good, ElementsAre("SOME-1", "SOME-2a", "ELSE-1"));
  EXPECT_THAT(verdict.page, HasSubstr("3 rules: 2 with tests, 1 not testable, 0 without a test."));
  EXPECT_THAT(verdict.page, HasSubstr("## SOME: something\n"));
  EXPECT_THAT(verdict.page, HasSubstr("| SOME-1 | One \\| thing. | TF-M | 1 | `both` |"));
}

TEST(rules_page, a_rule_that_loses_its_last_test_is_a_fault) {
  EXPECT_THAT(faults_of("ok 1 one [SOME-1]\n"), ElementsAre("SOME-2a: no test cites it"));
}

TEST(rules_page, a_rule_whose_test_failed_is_a_fault_though_another_passed) {
  EXPECT_THAT(faults_of(std::string(kGood) + "FAILED 2 again [SOME-1]: main.c:1: no\n"),
              ElementsAre("SOME-1: a test of it failed: again"));
}

TEST(rules_page, an_unknown_rule_that_is_cited_is_a_fault) {
  EXPECT_THAT(faults_of(std::string(kGood) + "ok 2 wrong [SOME-3]\n"),
              ElementsAre("SOME-3: there is no such rule, but `wrong` cites it"));
}

TEST(rules_page, a_rule_that_was_left_out_may_be_cited) {
  EXPECT_THAT(faults_of(std::string(kGood) + "ok 2 other [OTHER-9]\n"), IsEmpty());
}

TEST(rules_page, at_most_three_tests_are_named_and_each_once) {
  const std::string log = std::string(kGood) + kGood + "ok 2 b [SOME-1]\nok 3 c [SOME-1]\nok 4 d [SOME-1]\n";
  const std::string page = judge(parse_rules(kRules), {{"host IPC", parse_log(log)}}).page;
  EXPECT_THAT(page, HasSubstr("| 5 | `both`, `b`, `c` ... |"));
  EXPECT_THAT(page, Not(HasSubstr("`d`")));
}

TEST(rules_page, a_list_with_a_fault_is_not_read) {
  EXPECT_THROW(parse_rules("rules: [{id: A-1, text: x, source: TF-M}, {id: A-1, text: x, source: TF-M}]"),
               std::runtime_error);
  EXPECT_THROW(parse_rules("rules: [{id: A-1, text: x, source: hearsay}]"), std::runtime_error);
  EXPECT_THROW(parse_rules("rules: [{id: A-1, source: TF-M}]"), std::runtime_error);
  EXPECT_THROW(parse_rules("rules: [{id: none, text: x, source: TF-M}]"), std::runtime_error);
  EXPECT_THROW(read_rules("/no/such/file"), std::runtime_error);
}

// The command itself, with a directory of logs.
class RulesPageCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(here_ / "log");
    write("rules.yaml", kRules);
    write("log/host-ipc-l1-story.log", kGood);
  }
  void TearDown() override { std::filesystem::remove_all(here_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(here_ / name) << text; }
  bool succeeds(const std::string& more) {
    const std::string place = here_.string();
    return std::system((std::string(RULES_PAGE_EXECUTABLE) + " --rules " + place + "/rules.yaml --logs " + place +
                        "/log --output " + place + "/page.md " + more + " >" + place + "/said")
                           .c_str()) == 0;
  }

  std::filesystem::path here_ = std::filesystem::path(::testing::TempDir()) / "rules_page_test";
};

TEST_F(RulesPageCommand, a_page_that_is_up_to_date_passes_the_check_and_another_does_not) {
  EXPECT_FALSE(succeeds("--check"));
  EXPECT_TRUE(succeeds(""));
  EXPECT_TRUE(succeeds("--check"));
  write("log/host-sfn-l1-story.log", kGood);
  EXPECT_FALSE(succeeds("--check"));
}

TEST_F(RulesPageCommand, any_fault_is_its_exit_status) {
  write("log/host-ipc-l1-story.log", "ok 1 one [SOME-1]\n");
  EXPECT_FALSE(succeeds(""));
  write("log/host-ipc-l1-story.log", std::string(kGood) + "ok 2 wrong [SOME-3]\n");
  EXPECT_FALSE(succeeds(""));
}

}  // namespace
}  // namespace postern::rules_page
