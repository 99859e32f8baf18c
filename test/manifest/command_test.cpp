// SPDX-License-Identifier: Apache-2.0

// The command as a user runs it: layout of a diagnostic, exit status, several errors in one run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../support/process.hpp"
#include "fixture.hpp"

namespace postern::testing {
namespace {

Outcome postern(const std::string& arguments) { return run(std::string(POSTERN_EXECUTABLE) + " " + arguments); }

std::string inputs(const Workspace& workspace) {
  return "--list " + workspace.path("list.yaml") + " --board " + workspace.path("board.yaml") +
         " --define BETA_STACK=0x300";
}

TEST(command, a_correct_system_is_checked_in_silence) {
  Workspace workspace;
  const Outcome result = postern("check " + inputs(workspace));
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.text, "");
}

TEST(command, generate_writes_the_files_MLIST_12) {
  Workspace workspace;
  const Outcome result =
      postern("generate " + inputs(workspace) + " --backend IPC --level 1 --output " + workspace.path("out"));
  EXPECT_EQ(result.status, 0) << result.text;
  EXPECT_EQ(workspace.read("out/system.hpp"), workspace.file(workspace.generate(), "system.hpp"));
}

TEST(command, an_error_shows_its_line_with_a_caret_and_exits_with_1) {
  Workspace workspace;
  workspace.replace("old.json", "\"HIGH\"", "\"HIHG\"");
  const Outcome result = postern("check " + inputs(workspace));
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.text,
            workspace.path("old.json") +
                ":5:14: error: `HIHG` is not a value of `priority`; valid: `HIGH`, `NORMAL` and `LOW`; did you mean "
                "`HIGH`? [MAN-4]\n"
                "  \t\"priority\": \"HIHG\",\n"
                "  \t            ^~~~~~\n"
                "postern: 1 error\n");
}

TEST(command, all_errors_are_reported_in_one_run) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "PSA-ROT", "PSA");
  workspace.replace("beta.yaml", "LOW", "LOWER");
  workspace.replace("beta.yaml", "ALPHA_OPEN", "ALPHA_CLOSED");
  workspace.replace("old.json", "0x00000300", "0x00000200");
  const Outcome result = postern("check " + inputs(workspace));
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.text, ::testing::EndsWith("postern: 4 errors\n"));
}

TEST(command, nothing_is_written_after_an_error) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "PSA-ROT", "PSA");
  EXPECT_EQ(postern("generate " + inputs(workspace) + " --output " + workspace.path("out")).status, 1);
  EXPECT_FALSE(std::filesystem::exists(workspace.path("out")));
}

TEST(command, a_file_that_does_not_exist_is_an_error) {
  Workspace workspace;
  EXPECT_EQ(postern("check --list nowhere.yaml --board " + workspace.path("board.yaml")).text,
            "postern: error: --list nowhere.yaml: cannot read the file [list]\npostern: 1 error\n");
  const Outcome result = postern("check --list " + workspace.path("list.yaml") + " --board nowhere.yaml");
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.text, "postern: error: --board nowhere.yaml: cannot read the file [board]\npostern: 1 error\n");
  EXPECT_EQ(postern("check " + inputs(workspace) + " --board-extra nowhere.yaml").text,
            "postern: error: --board-extra nowhere.yaml: cannot read the file [board]\npostern: 1 error\n");
}

TEST(command, a_wrong_command_line_exits_with_2) {
  EXPECT_EQ(postern("").status, 2);
  EXPECT_EQ(postern("check --bord x").status, 2);
  EXPECT_EQ(postern("--help").status, 0);
}

}  // namespace
}  // namespace postern::testing
