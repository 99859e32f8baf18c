// SPDX-License-Identifier: Apache-2.0

// `postern check FILE...`: the kind of a file, the checks without a board, and harmful text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "../support/process.hpp"
#include "audit/addresses.hpp"
#include "audit/image.hpp"
#include "audit/report.hpp"
#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;

// Runs in the folder of the workspace, with limits: text must neither hang the tool nor fill the memory.
Outcome postern(const Workspace& workspace, const std::string& arguments) {
  return run("cd " + workspace.path("") + " && ulimit -v 300000 && timeout 10 " + std::string(POSTERN_EXECUTABLE) +
             " " + arguments);
}

TEST(check_command, each_file_is_checked_as_what_it_is) {
  Workspace workspace;
  const Outcome result = postern(workspace, "check alpha.yaml beta.yaml old.json list.yaml board.yaml");
  EXPECT_EQ(result.status, 0) << result.text;
  EXPECT_EQ(result.text, "");
}

TEST(check_command, each_kind_of_file_is_found_at_fault) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "PSA-ROT", "PSA");
  workspace.replace("old.json", "0x00000300", "0x00000200");
  workspace.replace("board.yaml", "architecture", "architektur");
  const Outcome result = postern(workspace, "check alpha.yaml list.yaml board.yaml");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.text, HasSubstr("alpha.yaml:3:7: error: `PSA` is not a value of `type`"));
  EXPECT_THAT(result.text, HasSubstr("old.json:11:11: error: "));
  EXPECT_THAT(result.text, HasSubstr("board.yaml:3:1: error: `architektur` is not a key of a board"));
}

TEST(check_command, a_list_whose_own_key_is_misspelt_is_a_list) {
  Workspace workspace;
  workspace.replace("list.yaml", "manifest_list:\n", "manifests:\n");
  const Outcome result = postern(workspace, "check list.yaml");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.text, HasSubstr("`manifests` is not a key of a manifest list"));
  EXPECT_THAT(result.text, HasSubstr("postern: 2 errors"));
}

TEST(check_command, a_board_makes_its_names_the_valid_ones) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "TIMER0", "TIMER7");
  EXPECT_EQ(postern(workspace, "check alpha.yaml").status, 0);
  const Outcome result = postern(workspace, "check --board board.yaml alpha.yaml");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.text, HasSubstr("`TIMER7` is not an interrupt of the board"));
}

TEST(check_command, an_addition_needs_its_board) {
  Workspace workspace;
  workspace.write("extra.yaml", "interrupts: {names: {SECOND: TIMER0}}\n");
  EXPECT_EQ(postern(workspace, "check extra.yaml").status, 1);
  EXPECT_EQ(postern(workspace, "check --board board.yaml extra.yaml").text, "");
  workspace.write("extra.yaml", "interrupts: {names: {SECOND: TIMER77}}\n");
  EXPECT_EQ(postern(workspace, "check --board board.yaml extra.yaml").status, 1);
}

TEST(check_command, a_wrong_command_line_exits_with_2) {
  Workspace workspace;
  for (const char* arguments :
       {"", "check", "check --bord x", "chekc alpha.yaml", "check --list list.yaml", "generate", "audit", "link",
        "check alpha.yaml --list list.yaml --board board.yaml", "link place", "audit --jsn x"}) {
    EXPECT_EQ(postern(workspace, arguments).status, 2) << arguments;
  }
  EXPECT_EQ(postern(workspace, "--version").status, 0);
}

TEST(check_command, what_is_no_readable_file_is_a_fault) {
  Workspace workspace;
  for (const char* name : {".", "nowhere.yaml", "/dev/zero"}) {
    const Outcome result = postern(workspace, std::string("check ") + name);
    EXPECT_EQ(result.status, 1) << name;
    EXPECT_THAT(result.text, HasSubstr("cannot read the file")) << name;
  }
}

// The tool itself is a program of the host, which `decode` and `trace` take.
TEST(check_command, a_file_that_has_no_end_or_is_a_folder_is_a_fault) {
  struct Wrong {
    std::string arguments;
    const char* answer;
  };
  Workspace workspace;
  const std::string program = POSTERN_EXECUTABLE;
  for (const Wrong& wrong : {Wrong{"verify-token /dev/zero", "no token is so large"},
                             Wrong{"trace " + program + " /dev/zero -o out.json", "no ring of events"},
                             Wrong{"trace " + program + " . -o out.json", "error: cannot read ."},
                             Wrong{"trace " + program + " nowhere -o out.json", "error: cannot read nowhere"},
                             Wrong{"decode " + program + " .", "error: cannot read ."},
                             Wrong{"decode " + program + " --non-secure " + program, "it is not an ELF file for Arm"},
                             Wrong{"graph alpha.yaml -o .", "error: cannot write ."},
                             Wrong{"graph alpha.yaml -o /dev/full", "error: cannot write /dev/full"}}) {
    const Outcome result = postern(workspace, wrong.arguments);
    EXPECT_EQ(result.status, 1) << wrong.arguments;
    EXPECT_THAT(result.text, HasSubstr(wrong.answer)) << wrong.arguments;
  }
  EXPECT_FALSE(std::filesystem::exists(workspace.path("out.json")));
}

TEST(check_command, a_fault_of_an_image_names_the_image) {
  Workspace workspace;
  const std::string program = POSTERN_EXECUTABLE;
  EXPECT_THAT(postern(workspace, "report " + program + " -o out.html").text, HasSubstr(program + ": it is not an ELF"));
}

// The shell lets no file grow beyond a block, and the signal for it is ignored: what is left is the failed write.
TEST(check_command, nothing_is_left_of_what_cannot_be_written_whole) {
  Workspace workspace;
  const Outcome result = run("cd " + workspace.path("") +
                             " && trap '' XFSZ && ulimit -f 1 && " POSTERN_EXECUTABLE
                             " init NUMBERS; ulimit -f 0; " POSTERN_EXECUTABLE " graph alpha.yaml -o out.dot");
  EXPECT_THAT(result.text, HasSubstr("error: cannot write numbers/"));
  EXPECT_THAT(result.text, HasSubstr("error: cannot write out.dot"));
  EXPECT_FALSE(std::filesystem::exists(workspace.path("numbers")));
  EXPECT_FALSE(std::filesystem::exists(workspace.path("out.dot")));
}

std::string repeated(const std::string& text, unsigned count) {
  std::string out;
  for (unsigned i = 0; i < count; ++i)
    out += text;
  return out;
}

std::string bomb() {
  std::string text = "a0: &a0 x\n";
  for (int i = 1; i < 13; ++i) {
    const std::string below = std::to_string(i - 1);
    const std::string own = std::to_string(i);
    text += "a" + own + ": &a" + own + " [" + repeated("*a" + below + ",", 9) + "*a" + below + "]\n";
  }
  return text;
}

struct Harmful {
  const char* name;
  std::string text;
  const char* answer;
};

class HarmfulText : public ::testing::TestWithParam<Harmful> {};

// As a manifest, in a list, and as a board: all readers begin with the same check.
TEST_P(HarmfulText, is_answered_at_once) {
  Workspace workspace;
  workspace.write("alpha.yaml", GetParam().text);
  for (const char* arguments :
       {"check alpha.yaml", "check --list list.yaml --board board.yaml --define BETA_STACK=0x300",
        "check --list list.yaml --board alpha.yaml", "check --list alpha.yaml --board board.yaml"}) {
    const Outcome result = postern(workspace, arguments);
    EXPECT_EQ(result.status, 1) << arguments;
    EXPECT_THAT(result.text, HasSubstr(GetParam().answer)) << arguments;
    EXPECT_LT(result.text.size(), 20'000U);
    EXPECT_TRUE(std::none_of(result.text.begin(), result.text.end(),
                             [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; }));
  }
}

INSTANTIATE_TEST_SUITE_P(
    check_command, HarmfulText,
    ::testing::Values(
        Harmful{"a_comma_after_the_last_brace", "{\"name\": \"A\"},\n",
                "alpha.yaml:1:14: error: not valid YAML or JSON"},
        Harmful{"only_a_comma", ",", "alpha.yaml:1:1: error: not valid YAML or JSON: a value is expected before `,`"},
        Harmful{"an_alias_inside_its_own_anchor", "a: &a [*a]\n", "alpha.yaml:1:8: error: the alias `*a` is inside"},
        Harmful{"a_bomb_of_aliases", bomb(), "error: the file holds more than 20000 values"},
        Harmful{"a_quote_that_is_never_closed", "name: A\ndescription: \"never\n", "alpha.yaml:2:14: error: "},
        Harmful{"deep_brackets", repeated("[", 100'000), "alpha.yaml:1:33: error: this value is nested 33 deep"},
        Harmful{"deep_braces", repeated("{a: ", 100'000), "error: this value is nested 33 deep"},
        Harmful{"deep_dashes", repeated("- ", 300), "error: this value is nested 33 deep"},
        Harmful{"a_file_that_is_too_large", std::string(std::size_t{2} << 20U, 'a'), "larger than 1024 KiB"},
        Harmful{"nul_bytes", std::string("name: A\0B\n", 10), "alpha.yaml:1:8: error: unexpected control character"},
        Harmful{"an_escape_sequence", "name: \x1b[31mred\n",
                "alpha.yaml:1:7: error: unexpected control character `\\x1b`"},
        Harmful{"an_escape_sequence_in_an_escape", "name: \"\\e[31mred\"\n", "produces the control character `\\x1b`"},
        Harmful{"utf_16", "\xff\xfen", "alpha.yaml:1:1: error: the byte `\\xff` is not UTF-8"},
        Harmful{"nothing", "", "alpha.yaml:1:1: error: the file is empty"},
        Harmful{"a_tab_in_the_indentation", "name: A\n\ttype: B\n", "a tab is in the indentation"},
        Harmful{"a_second_document", "name: A\n---\nname: B\n", "alpha.yaml:3:1: error: a second document"}),
    [](const auto& text) { return std::string(text.param.name); });

TEST(check_command, line_ends_of_every_kind_and_a_mark_at_the_beginning_are_right) {
  Workspace workspace;
  std::string text = workspace.read("alpha.yaml");
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
    text.replace(at, 1, "\r\n");
  workspace.write("alpha.yaml", "\xEF\xBB\xBF" + text);
  EXPECT_EQ(postern(workspace, "check alpha.yaml").text, "");
}

TEST(check_command, columns_count_characters) {
  Workspace workspace;
  workspace.write("alpha.yaml", "{\"description\": \"\u00c4\u00d6\u00dc\", \"nmae\": 1}");
  EXPECT_THAT(postern(workspace, "check alpha.yaml").text, HasSubstr("alpha.yaml:1:24: error: `nmae` is not a key"));
}

TEST(check_command, names_of_files_reach_the_terminal_as_escapes) {
  Workspace workspace;
  const std::string name = "x\x1b[31m";
  workspace.write(name, "no ELF file");
  for (const std::string command : {"check", "audit", "link symbols --output out", "link exports"}) {
    const Outcome result = postern(workspace, command + " '" + name + "'");
    EXPECT_EQ(result.status, 1) << command << result.text;
    EXPECT_EQ(result.text.find('\x1b'), std::string::npos) << command;
  }
}

TEST(check_command, a_report_of_an_image_is_json_whatever_bytes_its_names_have) {
  audit::Image image;
  image.board = audit::read_board_facts("board.yaml", Workspace().read("board.yaml"), "");
  const std::string report = audit::json_report(image, {"A\xff\x1b[31m"});
  EXPECT_THAT(report, HasSubstr("\"A\\ufffd\\u001b[31m\""));
}

}  // namespace
}  // namespace postern::testing
