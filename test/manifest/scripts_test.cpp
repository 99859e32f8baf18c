// SPDX-License-Identifier: Apache-2.0

// The linker scripts of a host's program and of single partitions. link_test.cpp links those of a device's images.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> every_match(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match) {
    found.push_back((*match)[1].str());
  }
  return found;
}

TEST(scripts, each_stack_of_a_host_has_a_guard_below_it) {
  for (const auto& [backend, count] : {std::pair{"IPC", 6U}, std::pair{"SFN", 4U}}) {
    const Compilation compilation = compile_for_host(backend);
    ASSERT_FALSE(compilation.diagnostics.has_errors()) << compilation.diagnostics.text();
    const std::string& script = compilation.files.at("out/image.ld");
    const auto stacks = every_match(script, "\\. = ALIGN\\(4096\\) \\+ 4096;\\s+([A-Za-z_.]+)\\.stack_limit = \\.;");
    EXPECT_EQ(stacks.size(), count);
    EXPECT_EQ(every_match(script, "QUAD\\(([A-Za-z_.]+)\\.stack_limit - 4096\\)"), stacks);
  }
}

TEST(scripts, the_threads_of_a_host_have_a_stack_each) {
  const std::string script = compile_for_host("IPC").files.at("out/image.ld");
  EXPECT_THAT(
      every_match(script, "([A-Za-z_.]+)\\.stack_top = \\.;"),
      ElementsAre("BETA", "agent", "idle", "non_secure", "non_secure.first_handler", "non_secure.second_handler"));
}

TEST(scripts, a_partition_has_a_script_of_its_own_on_every_machine) {
  Workspace workspace;
  const std::string device = workspace.file(workspace.generate(), "partitions/BETA/partition.ld");
  EXPECT_THAT(device, HasSubstr(".partition.BETA.stack 0 (NOLOAD) : { *(.partition.BETA.stack) }"));
  EXPECT_THAT(device, HasSubstr("SHORT(0x4770)"));
  const Compilation host = compile_for_host("IPC");
  for (const auto& [path, prefix] : {std::pair{"out/partitions/BETA/partition.ld", "partition.BETA"},
                                     std::pair{"out/non_secure.ld", "non_secure"}}) {
    const std::string& script = host.files.at(path);
    EXPECT_THAT(
        every_match(script, "\\n  \\.([A-Za-z_.]+) 0 : \\{ \\*\\(\\.(?:partition|non_secure)"),
        ElementsAre(prefix + std::string(".text"), prefix + std::string(".rodata"), prefix + std::string(".data"),
                    prefix + std::string(".bss"), prefix + std::string(".heap"), prefix + std::string(".noinit")));
    EXPECT_THAT(script, Not(HasSubstr("SHORT(0x4770)")));
    EXPECT_THAT(script, HasSubstr(std::string("/DISCARD/ : { *(.") + prefix + ".stack) *(.postern.dropped) }"));
  }
}

}  // namespace
}  // namespace postern::testing
