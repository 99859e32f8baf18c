// SPDX-License-Identifier: Apache-2.0

// Where addresses are in the sources, wherever the board has its memory. test/debug.sh has what the boards of the tree
// say.
#include "decode/source_lines.hpp"

#include <gtest/gtest.h>

#include "../manifest/fixture.hpp"
#include "../support/process.hpp"

namespace postern::decode {
namespace {

using testing::Workspace;

/// One function at 0x10200000, and data at this address. `more` are further commands.
SourceLines image(Workspace& workspace, const std::string& data, const std::string& more = "true") {
  workspace.write("image.c", "int counter = 1;\nint add(int amount) {\n  return counter += amount;\n}\n");
  workspace.write("image.ld",
                  "PHDRS { code PT_LOAD; data PT_LOAD; }\nSECTIONS { .text 0x10200000 : { *(.text*) } :code .data " +
                      data + " : { *(.data*) } :data /DISCARD/ : { *(.note*) *(.eh_frame*) *(.comment) } }\n");
  const testing::Outcome linked =
      testing::run("cd " + workspace.path("") +
                   " && gcc -g -fno-pie -no-pie -nostdlib -static -Wl,--build-id=none -Wl,-e,add -T image.ld "
                   "image.c -o image.elf && " +
                   more);
  EXPECT_EQ(linked.status, 0) << linked.text;
  return SourceLines(workspace.path("image.elf"));
}

TEST(source_lines, code_is_found_above_and_below_the_data) {
  for (const char* data : {"0x10400000", "0x10000000"}) {
    Workspace workspace;
    const std::vector<Frame> frames = image(workspace, data).frames_at(0x10200000);
    ASSERT_EQ(frames.size(), 1U) << data;
    EXPECT_EQ(frames[0].function, "add") << data;
    EXPECT_EQ(frames[0].file, "image.c") << data;
    EXPECT_EQ(frames[0].line, 2) << data;
  }
}

TEST(source_lines, a_compiler_need_not_list_its_units_by_address) {
  Workspace workspace;
  const std::vector<Frame> frames =
      image(workspace, "0x10400000", "objcopy --remove-section .debug_aranges image.elf").frames_at(0x10200000);
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].file, "image.c");
  EXPECT_EQ(frames[0].line, 2);
}

}  // namespace
}  // namespace postern::decode
