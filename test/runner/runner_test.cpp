// SPDX-License-Identifier: Apache-2.0

// The evidence that `runner` accepts, and what it rejects.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "judge.hpp"
#include "process.hpp"
#include "secure_log.hpp"
#include "system.hpp"

namespace postern::runner {
namespace {

using Lines = std::vector<std::string>;

const Ending kGood{true, "exit status 0"};

class Image : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(log_); }

  void secure_log(const std::string& text) { std::ofstream(log_) << text; }

  Verdict verdict_of(const Lines& lines, const Ending& ending = kGood) {
    ImageRun run("image", log_, "");
    for (const std::string& line : lines) {
      run.line(line);
    }
    return run.verdict(ending);
  }

  std::string log_ = ::testing::TempDir() + "runner_test." + std::to_string(getpid()) + ".log";
};

TEST_F(Image, that_comes_to_its_end_has_passed) {
  const Verdict verdict = verdict_of({"ok 1 a", "ok 2 b", "END image 2 cases 0 failed"});
  EXPECT_EQ(verdict.passed, 2U);
  EXPECT_EQ(verdict.failed, 0U);
}

TEST_F(Image, without_its_own_end_has_failed) {
  EXPECT_EQ(verdict_of({"ok 1 a"}).failed, 1U);
  EXPECT_EQ(verdict_of({"END other 1 cases 0 failed"}).failed, 1U);
  EXPECT_EQ(verdict_of({"END image 0 cases 0 failed"}).failed, 1U);
  EXPECT_EQ(verdict_of({"END image 1 cases 0 failed"}, {false, "exit status 1"}).failed, 1U);
}

TEST_F(Image, shows_what_a_failed_story_printed_and_nothing_of_the_others) {
  const Verdict verdict =
      verdict_of({"of a", "ok 1 a", "of b", "FAILED 2 b: why", "of c", "ok 3 c", "END image 3 cases 1 failed"});
  EXPECT_EQ(verdict.passed, 2U);
  EXPECT_EQ(verdict.failed, 1U);
  EXPECT_EQ(verdict.report, "  of b\nFAILED 2 b: why\n");
}

TEST_F(Image, must_have_the_panics_that_it_announced) {
  const Lines run = {"expect-panic VICTIM CALL-1", "ok 1 a", "END image 1 cases 0 failed"};
  EXPECT_EQ(verdict_of(run).failed, 1U);
  secure_log("[ERR] restarted after a panic: VICTIM id 0x00000012 broke CALL-2 in psa_call\r\n");
  EXPECT_EQ(verdict_of(run).failed, 1U);
  secure_log("[ERR] restarted after a panic: VICTIM id 0x00000012 broke CALL-1 in psa_call\r\n");
  EXPECT_EQ(verdict_of(run).failed, 0U);
  EXPECT_EQ(verdict_of({"ok 1 a", "END image 1 cases 0 failed"}).failed, 1U) << "a panic that was not announced";
}

TEST_F(Image, must_have_the_lines_that_it_announced) {
  const Lines run = {"expect-log [WRN] one", "ok 1 a", "END image 1 cases 0 failed"};
  EXPECT_EQ(verdict_of(run).failed, 1U);
  secure_log("[WRN] one\n");
  EXPECT_EQ(verdict_of(run).failed, 0U);
  secure_log("[WRN] one\n[WRN] two\n");
  EXPECT_EQ(verdict_of(run).failed, 1U);
}

TEST_F(Image, that_starts_over_is_noticed) {
  ImageRun run("image", log_, "");
  EXPECT_TRUE(run.line("ok 1 a"));
  EXPECT_TRUE(run.line("ok 2 b"));
  EXPECT_FALSE(run.line("ok 1 a"));
}

TEST(panics, of_a_partition_that_imitates_one_do_not_count) {
  EXPECT_TRUE(recorded_panics({" [ERR] restarted after a panic: VICTIM id 0x12 broke CALL-1 in psa_call"}).empty());
  EXPECT_TRUE(recorded_panics({" x[ERR] restarted after a panic: VICTIM id 0x12 fault at 0x0"}).empty());
}

TEST(panics, are_read_in_every_shape) {
  EXPECT_EQ(
      recorded_panics({"[ERR] restarted after a panic: the non-secure world id 0xFFFFFFFF fault at 0x10 CFSR 0x8200",
                       "[ERR] restarted after a panic: A id 0x1 stack overflow CFSR 0x00100000 HFSR 0x0",
                       "[ERR] restarted after a panic: A id 0x1 fault: no frame could be written CFSR 0x1",
                       "[ERR] restarted after a panic: A id 0x1 invariant at line 0x20"}),
      (Lines{"the non-secure world FAULT at=0x10 CFSR=0x8200", "A FAULT OVERFLOW CFSR=0x00100000 HFSR=0x0",
             "A FAULT no frame could be written CFSR=0x1", "A id 0x1 invariant at line 0x20"}));
}

TEST(panics, of_faults_are_compared_by_what_is_announced) {
  const Lines log = {"[ERR] restarted after a panic: A id 0x1 fault at 0x10 CFSR 0x8200 BFAR 0x4"};
  EXPECT_EQ(compare_panics({"A FAULT"}, log), "");
  EXPECT_EQ(compare_panics({"A FAULT BFAR=0x4 at=0x10"}, log), "");
  EXPECT_NE(compare_panics({"A FAULT BFAR=0x8"}, log), "");
  EXPECT_NE(compare_panics({"B FAULT"}, log), "");
  EXPECT_NE(compare_panics({"A FAULT OVERFLOW"}, log), "");
  EXPECT_NE(compare_panics({"A FAULT", "A FAULT"}, log), "");
}

Ending run_shell(const std::string& script, const Limits& limits) {
  return run({"/bin/sh", "-c", script}, "", limits, [](const std::string&) { return true; });
}

TEST(a_program, that_waits_for_ever_is_ended) {
  EXPECT_NE(run_shell("sleep 1000", {}).what.find("never came"), std::string::npos);
}

TEST(a_program, that_computes_for_ever_is_ended) {
  EXPECT_NE(run_shell("while :; do :; done", {0.5, 100, false}).what.find("processor time"), std::string::npos);
  EXPECT_NE(run_shell("while :; do :; done", {100, 0.5, false}).what.find("processor time"), std::string::npos);
}

TEST(a_program, gives_its_lines_and_its_status) {
  Lines lines;
  const auto follow = [&](const std::string& line) {
    lines.push_back(line);
    return true;
  };
  const Ending ending = run({"/bin/sh", "-c", "printf 'one\\r\\ntwo'; exit 3"}, "", {}, follow);
  EXPECT_EQ(lines, (Lines{"one", "two"}));
  EXPECT_EQ(ending.what, "exit status 3");
  EXPECT_FALSE(ending.is_good);
}

TEST(a_system, gives_qemu_every_word_whole) {
  System system;
  system.image = "image";
  system.machine = "mps2-an521";
  system.globals = {"sse-200.CPU0_FPU=on"};
  const Start start = start_of(system, {"story", "a name, with a comma"});
  const Lines globals = {"-global", "sse-200.CPU0_FPU=on"};
  EXPECT_FALSE(std::ranges::search(start.command, globals).empty());
  EXPECT_NE(std::find(start.command.begin(), start.command.end(),
                      "enable=on,target=native,arg=image,arg=story,arg=a name,, with a comma"),
            start.command.end());
}

TEST(google, is_judged_by_its_own_count) {
  EXPECT_EQ(judge_google({"[==========] Running 2 tests from 1 test suite."}, kGood).failed, 1U);
  EXPECT_EQ(judge_google({"[==========] 0 tests from 0 test suites ran. (0 ms total)", "[  PASSED  ] 0 tests."}, kGood)
                .failed,
            1U);
  const Verdict verdict =
      judge_google({"[ RUN      ] a.b", "x.cpp:1: Failure", "[  FAILED  ] a.b (0 ms)", "[ RUN      ] a.c",
                    "[       OK ] a.c (0 ms)", "[==========] 2 tests from 1 test suite ran. (0 ms total)",
                    "[  PASSED  ] 1 test.", "[  FAILED  ] 1 test, listed below:", "[  FAILED  ] a.b"},
                   {false, "exit status 1"});
  EXPECT_EQ(verdict.passed, 1U);
  EXPECT_EQ(verdict.failed, 1U);
  EXPECT_TRUE(verdict.report.starts_with("  x.cpp:1: Failure\n[  FAILED  ] a.b"));
}

TEST(a_script, that_breaks_off_has_failed_whatever_it_printed) {
  const Ending bad{false, "status 1"};
  const Verdict script = judge_script({"ok a", "line 3: unbound variable"}, bad);
  EXPECT_EQ(script.failed, 1U);
  EXPECT_NE(script.report.find("unbound variable\n"), std::string::npos);
  EXPECT_EQ(judge_script({"ok a", "FAILED b"}, bad).failed, 1U);
  EXPECT_EQ(
      judge_google({"[==========] 1 test from 1 test suite ran. (0 ms total)", "[  PASSED  ] 1 test."}, bad).failed,
      1U);
}

TEST(a_script, without_a_test_has_failed) {
  EXPECT_EQ(judge_script({"hello"}, kGood).failed, 1U);
  EXPECT_EQ(judge_script({"ok a", "FAILED b", "why"}, kGood).failed, 1U);
  EXPECT_EQ(judge_script({"ok a"}, kGood).passed, 1U);
}

TEST(a_script, says_what_it_skipped_also_when_the_rest_is_good) {
  const Verdict verdict = judge_script({"ok a", "skipped b: no tool"}, kGood);
  EXPECT_EQ(verdict.failed, 0U);
  EXPECT_EQ(verdict.notes, "    skipped b: no tool\n");
  EXPECT_EQ(judge_script({"skipped b: no tool"}, kGood).failed, 1U) << "nothing ran";
}

}  // namespace
}  // namespace postern::runner
