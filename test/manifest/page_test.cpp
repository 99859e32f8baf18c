// SPDX-License-Identifier: Apache-2.0

// doc/postern.md: every example on it runs, in the root of the tree, as a reader would run it.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "../support/process.hpp"

namespace postern::testing {
namespace {

std::vector<std::string> examples() {
  std::ifstream page(std::string(POSTERN_ROOT) + "/doc/postern.md");
  std::vector<std::string> commands;
  bool is_example = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```"))
      is_example = line == "```sh";
    else if (is_example)
      commands.push_back(line);
  }
  return commands;
}

TEST(page, every_example_of_the_commands_runs) {
  EXPECT_GE(examples().size(), 9U);
  for (const std::string& example : examples()) {
    const Outcome result =
        run("cd " POSTERN_ROOT " && mkdir -p build && postern() { " POSTERN_EXECUTABLE " \"$@\"; } && " + example);
    EXPECT_EQ(result.status, 0) << example << "\n" << result.text;
  }
}

// The page has a section for each command of the tool.
TEST(page, every_command_is_on_the_page) {
  std::ifstream page(std::string(POSTERN_ROOT) + "/doc/postern.md");
  const std::string text{std::istreambuf_iterator<char>(page), std::istreambuf_iterator<char>()};
  const std::string help = run(POSTERN_EXECUTABLE " --help").text;
  const std::size_t list = help.find("Subcommands:\n");
  ASSERT_NE(list, std::string::npos) << help;
  for (std::size_t at = help.find("\n  ", list); at != std::string::npos; at = help.find("\n  ", at + 1)) {
    const std::string command = help.substr(at + 3, help.find(' ', at + 3) - at - 3);
    EXPECT_TRUE(command.empty() || text.find(command) != std::string::npos) << command;
  }
}

}  // namespace
}  // namespace postern::testing
