// SPDX-License-Identifier: Apache-2.0

// `postern graph`: the partitions of a system, and which of them use which.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../support/process.hpp"
#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Outcome postern(const Workspace& workspace, const std::string& arguments) {
  return run("cd " + workspace.path("") + " && " + std::string(POSTERN_EXECUTABLE) + " " + arguments);
}

TEST(graph, an_arrow_goes_from_each_client_to_the_owner_of_the_service) {
  Workspace workspace;
  const Outcome result = postern(workspace, "graph list.yaml");
  EXPECT_EQ(result.status, 0) << result.text;
  EXPECT_THAT(result.text, HasSubstr("\"BETA\" -> \"ALPHA\" [label=\"ALPHA_OPEN\"];\n"));
  EXPECT_THAT(result.text, HasSubstr("\"OLD\" -> \"BETA\" [label=\"BETA_ADD\"];\n"));
  EXPECT_THAT(result.text, HasSubstr("\"non-secure world\" -> \"ALPHA\" [label=\"ALPHA_OPEN\"];\n"));
  EXPECT_THAT(result.text, Not(HasSubstr("\"non-secure world\" -> \"ALPHA\" [label=\"ALPHA_FAST\"]")));
  EXPECT_THAT(result.text, Not(HasSubstr("dashed")));
}

TEST(graph, a_service_of_no_manifest_that_was_given_is_dashed) {
  Workspace workspace;
  const Outcome result = postern(workspace, "graph beta.yaml old.json");
  EXPECT_EQ(result.status, 0) << result.text;
  EXPECT_THAT(result.text, HasSubstr("\"owner of ALPHA_OPEN\" [style=dashed];\n"));
  EXPECT_THAT(result.text, HasSubstr("\"OLD\" -> \"BETA\" [label=\"BETA_ADD\"];\n"));
}

TEST(graph, a_system_with_faults_has_no_picture) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "PSA-ROT", "PSA");
  const Outcome result = postern(workspace, "graph list.yaml -o out.dot");
  EXPECT_EQ(result.status, 1);
  EXPECT_FALSE(std::filesystem::exists(workspace.path("out.dot")));
}

TEST(graph, a_file_that_ends_in_svg_is_drawn_by_graphviz) {
  Workspace workspace;
  const Outcome result = postern(workspace, "graph list.yaml -o out.svg");
  EXPECT_THAT(workspace.read("out.dot"), HasSubstr("digraph"));
  if (run("command -v dot").status != 0) {
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.text, HasSubstr("`dot` is not installed"));
    return;
  }
  EXPECT_EQ(result.status, 0) << result.text;
  EXPECT_THAT(workspace.read("out.svg"), HasSubstr("<svg"));
}

}  // namespace
}  // namespace postern::testing
