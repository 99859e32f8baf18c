// SPDX-License-Identifier: Apache-2.0

// `postern init`: which names it refuses and why, and that it writes what `check` accepts. test/install.sh builds and
// runs what it makes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "../support/process.hpp"
#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;

Outcome init(const Workspace& workspace, const std::string& arguments) {
  return run("cd " + workspace.path("") + " && " POSTERN_EXECUTABLE " init " + arguments);
}

struct Refused {
  const char* name;
  const char* reason;
};

TEST(init_command, a_name_that_is_taken_is_refused_with_the_reason) {
  Workspace workspace;
  for (const Refused& refused :
       {Refused{"int", "keyword of C or C++"}, Refused{"'two words'", "a C identifier"},
        Refused{"''", "a C identifier"}, Refused{"1ST", "a C identifier"},
        Refused{"PSA_SUCCESS", "a name of the header psa/error.h"}, Refused{"NULL", "a name of the C library"},
        Refused{"printf", "a name of the"}, Refused{"pid", "both define the header `psa_manifest/pid.h`"},
        Refused{"agent", "a context of every image"}, Refused{"$(printf '%065d' 0 | tr 0 A)", "up to 64 characters"}}) {
    const Outcome result = init(workspace, refused.name);
    EXPECT_EQ(result.status, 2) << refused.name;
    EXPECT_THAT(result.text, HasSubstr(refused.reason)) << refused.name;
  }
  EXPECT_THAT(init(workspace, "\"$(printf '\\033[31m')\"").text, HasSubstr("\\x1b[31m"));
}

TEST(init_command, what_it_makes_is_right) {
  Workspace workspace;
  for (const char* arguments : {"NUMBERS", "Mixed_Case --model IPC", "null --model IPC"}) {
    const Outcome result = init(workspace, arguments);
    EXPECT_EQ(result.status, 0) << result.text;
  }
  const Outcome checked =
      run("cd " + workspace.path("") +
          " && " POSTERN_EXECUTABLE " check numbers/numbers.yaml mixed_case/mixed_case.yaml null/null.yaml");
  EXPECT_EQ(checked.status, 0);
  EXPECT_EQ(checked.text, "");
  EXPECT_EQ(run("cd " + workspace.path("") + " && " POSTERN_EXECUTABLE " check numbers/manifest_list.yaml").status, 0);
  EXPECT_THAT(workspace.read("mixed_case/mixed_case.c"), HasSubstr("psa_wait(Mixed_Case_SIGNAL, PSA_BLOCK)"));
  EXPECT_THAT(workspace.read("numbers/numbers.c"), HasSubstr("psa_status_t numbers_sfn("));
}

// Of the partition PSA, the header for clients has the name that psa/service.h guards itself with.
TEST(init_command, its_header_hides_no_other) {
  Workspace workspace;
  ASSERT_EQ(init(workspace, "PSA").status, 0);
  workspace.write("psa_manifest/sid.h", "");
  workspace.write("both.c", "#include \"psa/service.h\"\n#include \"psa/psa_service.h\"\npsa_number_t number;\n");
  const Outcome compiled =
      run("cd " + workspace.path("") + " && gcc -fsyntax-only -I" POSTERN_ROOT "/include -I. both.c");
  EXPECT_EQ(compiled.status, 0) << compiled.text;
}

TEST(init_command, nothing_is_overwritten) {
  Workspace workspace;
  std::filesystem::create_directory(workspace.path("numbers"));
  workspace.write("file", "mine");
  std::filesystem::create_symlink("nowhere", workspace.path("link"));
  for (const char* name : {"NUMBERS", "LINK", "file"}) {
    const Outcome result = init(workspace, name);
    EXPECT_EQ(result.status, 1) << result.text;
  }
  EXPECT_TRUE(std::filesystem::is_empty(workspace.path("numbers")));
  EXPECT_EQ(workspace.read("file"), "mine");
  EXPECT_EQ(init(workspace, "NAME --model dual").status, 2);
}

}  // namespace
}  // namespace postern::testing
