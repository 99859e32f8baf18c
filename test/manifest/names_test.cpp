// SPDX-License-Identifier: Apache-2.0

// Names of partitions, services, interrupts and functions that already have a meaning. The taken names are read here a
// second time, from headers, runtime, generated files and linker scripts: a new name there that the compiler does not
// refuse fails a test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "../support/process.hpp"
#include "check/reserved_names.hpp"
#include "fault.hpp"

namespace postern::testing {
namespace {

using rules::taken_in_c;
using rules::taken_in_image;
using Names = std::set<std::string>;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// All matches of `expression`, by its first group.
Names all_of(const std::string& text, const char* expression) {
  const std::regex pattern(expression, std::regex::ECMAScript | std::regex::multiline);
  Names names;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it)
    names.insert((*it)[1].str());
  return names;
}

Names all_of_folder(const char* folder, const char* extension, const char* expression) {
  Names names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(POSTERN_ROOT) + "/" + folder)) {
    if (entry.path().extension() == extension)
      names.merge(all_of(read_file(entry.path()), expression));
  }
  return names;
}

// Every name is refused; at least `least` names, so that a search without matches cannot pass.
void expect_taken(const Names& names, std::size_t least) {
  EXPECT_GE(names.size(), least);
  for (const std::string& name : names)
    EXPECT_TRUE(taken_in_c(name, {})) << name;
}

TEST(names, a_macro_of_the_framework_s_headers_is_taken) {
  expect_taken(all_of_folder("include", ".h", "^ *# *define +([A-Za-z_][A-Za-z0-9_]*)"), 100);
}

TEST(names, a_type_of_the_framework_s_headers_is_taken) {
  expect_taken(all_of_folder("include", ".h", "([A-Za-z_][A-Za-z0-9_]*_t)\\b"), 8);
}

TEST(names, a_function_of_the_framework_s_headers_and_its_parameters_are_taken) {
  expect_taken(all_of_folder("include", ".h", "^[a-z][a-z0-9_ *]* \\*?((psa|tfm|os_wrapper)_[a-z_]+)\\("), 30);
  expect_taken({"in_vec", "msg_handle", "ctrl_param", "rhandle", "in_size", "client_id"}, 6);
}

TEST(names, a_function_of_the_runtime_is_taken) {
  expect_taken(all_of_folder("runtime", ".c", "^(?!static)[a-z][a-zA-Z0-9_ *]*[ *]([a-z][a-z0-9_]*)\\("), 30);
}

TEST(names, a_macro_of_the_c_library_is_taken) {
  const Outcome outcome =
      run("for h in stddef stdint stdbool stdarg limits string stdlib assert; do echo \"#include <$h.h>\"; done"
          " | arm-none-eabi-gcc -mcpu=cortex-m33 -dM -E -");
  if (outcome.status != 0)
    GTEST_SKIP() << "arm-none-eabi-gcc is not installed";
  Names macros;
  for (const std::string& name : all_of(outcome.text, "^#define ([A-Za-z][A-Za-z0-9_]*)"))
    macros.insert(name);
  expect_taken(macros, 100);
}

TEST(names, a_macro_of_the_generated_headers_is_taken) {
  Workspace workspace;
  const Compilation compilation = workspace.generate();
  for (const char* header : {"include/psa/framework_feature.h", "include/config_impl.h"}) {
    const std::string text = workspace.file(compilation, header);
    expect_taken(all_of(text, "^#define ([A-Za-z_][A-Za-z0-9_]*)"), 3);
  }
  for (const char* header : {"include/psa_manifest/sid.h", "include/psa_manifest/pid.h"})
    expect_taken(all_of(workspace.file(compilation, header), "^#ifndef ([A-Z_]+)"), 1);
}

// A symbol of a partition is its name, a dot and a word. So no symbol without a dot can be one, and the part before the
// dot of any other symbol may not be the name of a partition.
TEST(names, a_linker_symbol_is_a_partition_s_or_the_word_before_its_dot_is_taken) {
  for (const char* backend : {"IPC", "SFN"}) {
    Workspace workspace;
    workspace.options.backend = backend;
    if (workspace.options.backend == "SFN")
      workspace.write("list.yaml", "manifest_list: [{description: one, manifest: beta.yaml}]\n");
    workspace.replace("beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", "");
    workspace.replace("old.json", "\"BETA_ADD\"", "");
    const Compilation compilation = workspace.generate();
    std::string text = workspace.file(compilation, "image.ld");
    text += compile_for_host(backend).files.at("out/image.ld");
    text += "non_secure.main = .\n";  // cmake/host.cmake
    const Names prefixes = all_of(text, "^ *\"?([A-Za-z_]+)\\.[A-Za-z_]+\"? *= ");
    EXPECT_GE(prefixes.size(), 2U);
    for (const std::string& prefix : prefixes)
      EXPECT_TRUE(prefix == "ALPHA" || prefix == "BETA" || prefix == "OLD" || taken_in_image(prefix)) << prefix;
  }
}

TEST(names, a_target_of_the_build_is_taken) {
  const Names targets = all_of(read_file(std::string(POSTERN_ROOT) + "/cmake/target.cmake") +
                                   read_file(std::string(POSTERN_ROOT) + "/cmake/host.cmake") +
                                   read_file(std::string(POSTERN_ROOT) + "/cmake/Postern.cmake"),
                               "\\(\\$\\{image\\}\\.([a-z_]+)[ )]");
  EXPECT_GE(targets.size(), 2U);
  for (const std::string& target : targets)
    EXPECT_TRUE(taken_in_image(target)) << target;
}

TEST(names, identifiers_of_the_generated_tables_are_a_partition_s_by_their_beginning) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "SLIH", "FLIH");
  const Compilation compilation = workspace.generate();
  for (const char* file : {"system.hpp", "places.hpp"}) {
    const Names own = all_of(workspace.file(compilation, file),
                             "([A-Za-z_0-9]+)(?:\\[[^\\]]*\\]|\\(\\)|\\)\\(\\))? asm\\(\"[A-Z]+\\.");
    EXPECT_GE(own.size(), 5U);
    for (const std::string& name : own)
      EXPECT_TRUE(name.starts_with("partition_")) << name;
  }
}

// The compiler for the target; if it is missing, the host's.
TEST(names, a_macro_of_the_c_library_is_taken_MAN_2) {
  for (const char* header : {"errno", "stdint", "limits", "float", "inttypes", "stdlib", "stdio", "string", "signal",
                             "time", "math", "wchar", "ctype", "locale", "assert"}) {
    const Outcome macros = run(std::string("echo '#include <") + header +
                               ".h>' | $(command -v arm-none-eabi-gcc || echo gcc) -std=c11 -E -dM -");
    ASSERT_EQ(macros.status, 0) << macros.text;
    expect_taken(all_of(macros.text, "^#define ([A-Za-z][A-Za-z0-9_]*)"), 1);
  }
}

TEST(names, ordinary_names_are_free) {
  for (const char* name :
       {"kernel",  "gates", "constants",       "ram",      "handler", "std",    "SPM", "TFM_SP_CRYPTO",
        "ECHO",    "TIMER", "tfm_crypto_init", "ps_entry", "main",    "CRYPTO", "ITS", "INTERRUPT",
        "PRINTER", "UINT",  "U8_DEVICE",       "INT8"})
    EXPECT_FALSE(taken_in_c(name, {})) << name;
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(
    names, FaultTest,
    ::testing::Values(
        Fault{"a_partition_called_like_a_macro_of_the_headers_MAN_2",
              {{"old.json", "\"OLD\"", "\"PSA_SUCCESS\""}},
              {"old.json:3:10: error: the partition `PSA_SUCCESS` defines the macro `PSA_SUCCESS`, which is a name of "
               "the "
               "header psa/error.h; another name is expected"}},
        Fault{
            "a_partition_called_like_a_member_of_a_message_MAN_2",
            {{"old.json", "\"OLD\"", "\"rhandle\""}},
            {"old.json:3:10: error: the partition `rhandle` defines the macro `rhandle`, which is a name of the header "
             "psa/service.h; another name is expected"}},
        Fault{"a_partition_called_like_a_type_of_c_MAN_2",
              {{"old.json", "\"OLD\"", "\"int_least16_t\""}},
              {"old.json:3:10: error: the partition `int_least16_t` defines the macro `int_least16_t`, which is a name "
               "of "
               "the C library; another name is expected"}},
        Fault{
            "a_partition_called_like_a_keyword_of_cpp_MAN_2",
            {{"old.json", "\"OLD\"", "\"virtual\""}},
            {"old.json:3:10: error: `virtual` cannot be the name of a partition: it is a keyword of C or C++; another "
             "word is expected"}},
        Fault{
            "a_partition_called_like_a_configuration_macro_MAN_2",
            {{"old.json", "\"OLD\"", "\"EXTRA\""}},
            {"old.json:3:10: error: the partition `EXTRA` defines the macro `EXTRA`, which is a configuration macro of "
             "this build; another name is expected"}},
        Fault{"a_partition_called_like_a_part_of_every_image_MAN_2",
              {{"old.json", "\"OLD\"", "\"spm\""}},
              {"old.json:3:10: error: the partition name `spm` is a part of every image, with a build target of that "
               "name; another name is expected, upper case is usual"}},
        Fault{
            "a_service_whose_macro_the_headers_have_SVC_1",
            {{"old.json", "OLD_SERVICE", "PSA_FRAMEWORK"}},
            {"old.json:10:12: error: the service `PSA_FRAMEWORK` defines the macro `PSA_FRAMEWORK_VERSION`, which is a "
             "name of the header psa/client.h; another name is expected"}},
        Fault{
            "a_signal_called_like_a_macro_of_the_headers_MIRQ_2",
            {{"old.json", "OLD_IRQ", "PSA_DOORBELL"}},
            {"old.json:15:36: error: the interrupt in line 15 defines the macro `PSA_DOORBELL`, which is a name of the "
             "header psa/service.h; another name is expected"}},
        Fault{"an_entry_point_called_like_a_function_of_the_headers_MAN_6",
              {{"old.json", "old_main", "psa_panic"}},
              {"old.json:6:17: error: `entry_point` defines the function `psa_panic`, which is a name of the header "
               "psa/service.h; another name is expected"}},
        Fault{"an_init_function_called_like_one_of_the_runtime_MAN_7",
              {{"beta.yaml", "beta_init", "postern_sfn_start"}},
              {"beta.yaml:6:13: error: `entry_init` defines the function `postern_sfn_start`, which begins like the "
               "names of "
               "the runtime and of the generated sources; another name is expected"}},
        Fault{"an_entry_point_called_like_a_partition_MAN_6",
              {{"old.json", "old_main", "BETA"}},
              {"old.json:6:17: error: the partition `BETA` and `entry_point` both define the name `BETA`; different "
               "names are "
               "expected",
               "beta.yaml:2:7: note: the other one is here"}},
        Fault{
            "an_init_function_called_like_a_secure_function_MAN_7",
            {{"beta.yaml", "beta_init", "beta_add_sfn"}},
            {"beta.yaml:6:13: error: the service `BETA_ADD` and `entry_init` both define the function `beta_add_sfn`; "
             "different names are expected",
             "beta.yaml:9:11: note: the other one is here"}},
        Fault{"a_signal_called_like_a_macro_of_another_partition_MIRQ_9",
              {{"old.json", "OLD_IRQ", "BETA_ADD_SID"}},
              {"old.json:15:36: error: the service `BETA_ADD` and the interrupt in line 15 both define the macro "
               "`BETA_ADD_SID`; different names are expected",
               "beta.yaml:9:11: note: the other one is here"}},
        Fault{"two_files_whose_headers_have_one_guard_GEN_12",
              {{"a-b.yaml", "",
                "psa_framework_version: 1.1\nname: ONE\ntype: PSA-ROT\npriority: LOW\nmodel: IPC\n"
                "entry_point: one_main\nstack_size: 512\nirqs: [{source: 1, name: A, handling: SLIH}]\n"},
               {"a_b.yaml", "",
                "psa_framework_version: 1.1\nname: TWO\ntype: PSA-ROT\npriority: LOW\nmodel: IPC\n"
                "entry_point: two_main\nstack_size: 512\nirqs: [{source: 2, name: A, handling: SLIH}]\n"},
               {"list.yaml", "",
                "manifest_list: [{description: one, manifest: a-b.yaml}, {description: two, manifest: "
                "a_b.yaml}]\n"}},
              {"a_b.yaml:2:7: error: the header of `ONE` and the header of `TWO` both define the macro "
               "`PSA_MANIFEST_A_B_H`; different names are expected",
               "a-b.yaml:2:7: note: the other one is here"}},
        Fault{"mapping_without_its_option_is_a_warning_SVC_9",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    mm_iovec: enable"}},
              {"beta.yaml:13:15: warning: `mm_iovec: enable` has no effect without PSA_FRAMEWORK_HAS_MM_IOVEC=ON; "
               "psa_map_invec() and psa_map_outvec() do not exist in this build"}},
        Fault{"mapping_at_level_1_is_right_MMV_17",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    mm_iovec: enable"}},
              {},
              "IPC",
              "1",
              {"PSA_FRAMEWORK_HAS_MM_IOVEC=ON"}},
        Fault{"mapping_at_level_2_is_right_in_the_domain_of_all_clients_MMV_18",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    mm_iovec: enable"},
               {"board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]"}},
              {},
              "IPC",
              "2",
              {"PSA_FRAMEWORK_HAS_MM_IOVEC=ON"}},
        Fault{
            "mapping_vectors_of_psa_rot_clients_at_level_2_is_a_warning_MMV_18",
            {{"beta.yaml", "connection_based: false", "connection_based: false\n    mm_iovec: enable"},
             {"old.json", "APPLICATION-ROT", "PSA-ROT"},
             {"board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]"}},
            {"beta.yaml:13:15: warning: at isolation level 2 the service `BETA_ADD` can map a vector of `OLD` only if "
             "it begins at a multiple of 32 bytes and is a multiple of 32 bytes long; for another one "
             "psa_map_invec() and psa_map_outvec() panic, unless the service is in a PSA-ROT partition"},
            "IPC",
            "2",
            {"PSA_FRAMEWORK_HAS_MM_IOVEC=ON"}},
        Fault{
            "mapping_vectors_of_other_partitions_at_level_3_is_a_warning_MMV_18",
            {{"beta.yaml", "connection_based: false", "connection_based: false\n    mm_iovec: enable"},
             {"board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]"}},
            {"beta.yaml:13:15: warning: at isolation level 3 the service `BETA_ADD` can map a vector of `OLD` only if "
             "it begins at a multiple of 32 bytes and is a multiple of 32 bytes long; for another one "
             "psa_map_invec() and psa_map_outvec() panic, unless the service is in a PSA-ROT partition"},
            "IPC",
            "3",
            {"PSA_FRAMEWORK_HAS_MM_IOVEC=ON"}},
        Fault{"mapping_by_a_psa_rot_partition_at_level_3_is_right_MMV_18",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    mm_iovec: enable"},
               {"beta.yaml", "APPLICATION-ROT", "PSA-ROT"},
               {"board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]"}},
              {},
              "IPC",
              "3",
              {"PSA_FRAMEWORK_HAS_MM_IOVEC=ON"}},
        Fault{"a_stack_size_in_lower_case_is_no_configuration_macro_MAN_8",
              {{"beta.yaml", "BETA_STACK", "lots"}},
              {"beta.yaml:7:13: error: `lots` is not a value of `stack_size`; a number of bytes from 1 to 0x80000000, "
               "or a C expression of numbers and configuration macros, is expected"}},
        Fault{"a_stack_size_of_configuration_macros_is_left_to_the_compiler_MAN_8",
              {{"beta.yaml", "BETA_STACK", "(PLATFORM_SP_STACK_SIZE + 0x100) * 2"}},
              {}}),
    name_of);

}  // namespace postern::testing
