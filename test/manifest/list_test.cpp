// SPDX-License-Identifier: Apache-2.0

// Valid manifest lists: what is included, from where, and where its headers go.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Condition : public ::testing::TestWithParam<std::pair<const char*, bool>> {};

TEST_P(Condition, decides_what_is_in_the_build_MLIST_4) {
  Workspace workspace;
  workspace.replace("list.yaml", "pid: 302", "pid: 302\n    conditional: WITH_OLD");
  workspace.options.defines.push_back(std::string("WITH_OLD=") + GetParam().first);
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.headlines(compilation), IsEmpty());
  const bool has_old =
      workspace.file(compilation, "include/psa_manifest/pid.h").find("#define OLD ") != std::string::npos;
  EXPECT_EQ(has_old, GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(list, Condition,
                         ::testing::Values(std::pair("1", true), std::pair("ON", true), std::pair("True", true),
                                           std::pair("enabled", true), std::pair("0", false), std::pair("off", false),
                                           std::pair("FALSE", false), std::pair("Disabled", false),
                                           std::pair("", false)));

TEST(list, the_backend_is_known_to_conditions_MLIST_4) {
  Workspace workspace;
  workspace.replace("list.yaml", "pid: 302", "pid: 302\n    conditional: CONFIG_TFM_SPM_BACKEND_SFN");
  EXPECT_THAT(workspace.file(workspace.generate(), "include/psa_manifest/pid.h"), Not(HasSubstr("#define OLD ")));
}

TEST(list, a_manifest_that_is_left_out_need_not_exist_MLIST_4) {
  Workspace workspace;
  workspace.write("list.yaml",
                  workspace.read("list.yaml") + "  - {description: no, manifest: nowhere.yaml, conditional: EXTRA}\n");
  EXPECT_THAT(workspace.headlines(workspace.generate()), IsEmpty());
}

TEST(list, the_sample_is_accepted_by_both_backends) {
  const std::string here = POSTERN_TEST_DIRECTORY;
  for (const char* backend : {"IPC", "SFN"}) {
    Invocation invocation;
    invocation.lists = {here + "/sample/list.yaml"};
    invocation.board = here + "/board.yaml";
    invocation.options.backend = backend;
    invocation.options.defines = {"SAMPLE_EXTRA=OFF", "CALCULATOR_STACK_SIZE=0x600"};
    invocation.output = "out";
    const Compilation compilation = compile(invocation);
    EXPECT_FALSE(compilation.diagnostics.has_errors()) << compilation.diagnostics.text();
    EXPECT_FALSE(compilation.files.empty());
  }
}

TEST(list, the_id_of_a_manifest_that_is_left_out_does_not_matter_MLIST_4) {
  Workspace workspace;
  workspace.write("list.yaml", workspace.read("list.yaml") +
                                   "  - {description: no, manifest: nowhere.yaml, conditional: EXTRA, pid: 2}\n");
  EXPECT_THAT(workspace.headlines(workspace.generate()), IsEmpty());
}

TEST(list, several_lists_are_one_after_another_MLIST_11) {
  Workspace workspace;
  workspace.write("list.yaml", "manifest_list: [{description: one, manifest: alpha.yaml}]\n");
  workspace.write("more/list.yaml", "manifest_list: [{description: two, manifest: ../beta.yaml}]\n");
  workspace.lists = {"list.yaml", "more/list.yaml"};
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.headlines(compilation), IsEmpty());
  EXPECT_THAT(workspace.file(compilation, "include/psa_manifest/pid.h"),
              HasSubstr("#define ALPHA (0x00000100)\n#define BETA (0x00000101)\n"));
}

TEST(list, environment_variables_in_paths_are_expanded_MLIST_2) {
  Workspace workspace;
  ASSERT_EQ(setenv("MANIFEST_TEST_HERE", workspace.path("parts").c_str(), 1), 0);
  ASSERT_EQ(setenv("MANIFEST_TEST_OUT", "some/where", 1), 0);
  workspace.write("parts/old.json", workspace.read("old.json"));
  workspace.replace("list.yaml", "manifest: old.json",
                    "manifest: ${MANIFEST_TEST_HERE}/old.json\n    output_path: $MANIFEST_TEST_OUT/else");
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.headlines(compilation), IsEmpty());
  EXPECT_THAT(workspace.file(compilation, "some/where/else/psa_manifest/old.h"), HasSubstr("#define OLD_MODEL_IPC 1"));
  EXPECT_THAT(workspace.file(compilation, "partitions.cmake"),
              HasSubstr("/out/include\"\n  \"" + workspace.path("out/some/where/else\"")));
}

TEST(list, a_path_that_is_not_beside_the_list_is_tried_as_it_stands_MLIST_2) {
  Workspace workspace;
  workspace.write("lists/list.yaml",
                  "manifest_list: [{description: one, manifest: " + workspace.path("alpha.yaml") + "}]\n");
  workspace.lists = {"lists/list.yaml"};
  EXPECT_THAT(workspace.headlines(workspace.generate()), IsEmpty());
}

TEST(list, an_unknown_attribute_that_is_registered_is_ignored_MLIST_9) {
  Workspace workspace;
  workspace.replace("list.yaml", "pid: 300", "pid: 300\n    non_ffm_attributes: [favourite_colour]");
  workspace.replace("alpha.yaml", "0x400", "0x400\nfavourite_colour: green");
  EXPECT_THAT(workspace.headlines(workspace.generate()), IsEmpty());
}

TEST(list, a_list_as_tf_m_writes_it_is_read_unchanged) {
  Workspace workspace;
  workspace.write("list.yaml", R"({
  "description": "TF-M secure partition manifests",
  "type": "manifest_list",
  "version_major": 0,
  "version_minor": 1,
  "manifest_list": [
    {
      "description": "Alpha Partition",
      "manifest": "alpha.yaml",
      "output_path": "secure_fw/partitions/alpha",
      "conditional": "TFM_PARTITION_ALPHA",
      "version_major": 0,
      "version_minor": 1,
      "pid": 256,
      "linker_pattern": {
        "library_list": [
          "*tfm_*partition_alpha.*"
         ]
      },
      "non_ffm_attributes": ["weak_dependencies"]
    }
  ]
}
)");
  workspace.options.defines.push_back("TFM_PARTITION_ALPHA=ON");
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.headlines(compilation), IsEmpty());
  EXPECT_THAT(workspace.file(compilation, "secure_fw/partitions/alpha/psa_manifest/alpha.h"),
              HasSubstr("ALPHA_MODEL_IPC 1"));
}

TEST(list, all_files_that_were_read_are_inputs_of_the_build) {
  Workspace workspace;
  const std::string facts = workspace.file(workspace.generate(), "partitions.cmake");
  for (const char* name : {"board.yaml", "list.yaml", "alpha.yaml", "beta.yaml", "old.json"}) {
    EXPECT_THAT(facts.substr(facts.find("POSTERN_INPUTS")), HasSubstr("\n  \"" + workspace.path(name) + "\""));
  }
}

}  // namespace
}  // namespace postern::testing
