// SPDX-License-Identifier: Apache-2.0

// The generated text, and how it is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "fixture.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(output, sid_h_has_numbers_versions_and_handles_GEN_1) {
  Workspace workspace;
  EXPECT_EQ(
      workspace.file(workspace.generate(), "include/psa_manifest/sid.h"),
      R"(/* The services: identifiers, versions, stateless handles. Written by postern from the manifests; edit those. */
#ifndef PSA_MANIFEST_SID_H
#define PSA_MANIFEST_SID_H

#define ALPHA_OPEN_SID (0x00000100U)
#define ALPHA_OPEN_VERSION (1U)

#define ALPHA_FAST_SID (0x00000101U)
#define ALPHA_FAST_VERSION (1U)
#define ALPHA_FAST_HANDLE (0x40000104U)

#define BETA_ADD_SID (0x00000200U)
#define BETA_ADD_VERSION (1U)
#define BETA_ADD_HANDLE (0x40000100U)

#define OLD_SERVICE_SID (0x00000300U)
#define OLD_SERVICE_VERSION (1U)

#endif
)");
}

TEST(output, pid_h_has_ids_and_their_number_GEN_2) {
  Workspace workspace;
  EXPECT_THAT(workspace.file(workspace.generate(), "include/psa_manifest/pid.h"),
              HasSubstr("\n#define ALPHA (0x0000012C)\n#define BETA (0x0000012D)\n#define OLD (0x0000012E)\n"
                        "#define TFM_MAX_USER_PARTITIONS (3)\n"));
}

TEST(output, the_header_of_an_ipc_partition_has_model_and_signals_GEN_3_MAN_12_SFN_16) {
  Workspace workspace;
  EXPECT_EQ(workspace.file(workspace.generate(), "include/psa_manifest/old.h"),
            R"(/* Partition OLD: its model, signals and functions. Written by postern from the manifests; edit those. */
#ifndef PSA_MANIFEST_OLD_H
#define PSA_MANIFEST_OLD_H

#define OLD_MODEL_IPC 1
#define OLD_MODEL_SFN 0
#define OLD_SERVICE_SIGNAL (0x00000010U)
#define OLD_IRQ (0x80000000U)

#endif
)");
}

TEST(output, the_header_of_an_sfn_partition_has_prototypes_and_no_service_signals_SFN_15_SFN_16_GEN_3_SFN_2) {
  Workspace workspace;
  EXPECT_EQ(
      workspace.file(workspace.generate(), "include/psa_manifest/beta.h"),
      R"(/* Partition BETA: its model, signals and functions. Written by postern from the manifests; edit those. */
#ifndef PSA_MANIFEST_BETA_H
#define PSA_MANIFEST_BETA_H

#include "psa/service.h"

#define BETA_MODEL_IPC 0
#define BETA_MODEL_SFN 1

#ifdef __cplusplus
extern "C" {
#endif

psa_status_t beta_add_sfn(const psa_msg_t *msg);

#ifdef __cplusplus
}
#endif

#endif
)");
}

TEST(output, a_file_name_that_is_no_identifier_makes_a_guard_all_the_same_GEN_12) {
  Workspace workspace;
  workspace.write("my-old.v2.json", workspace.read("old.json"));
  workspace.replace("list.yaml", "old.json", "my-old.v2.json");
  EXPECT_THAT(workspace.file(workspace.generate(), "include/psa_manifest/my-old.v2.h"),
              HasSubstr("#ifndef PSA_MANIFEST_MY_OLD_V2_H\n"));
}

TEST(output, framework_features_follow_the_options_ISO_14_CFG_1_CFG_4) {
  Workspace workspace;
  workspace.options.defines.push_back("PSA_FRAMEWORK_HAS_MM_IOVEC=ON");
  EXPECT_THAT(workspace.file(workspace.generate(), "include/psa/framework_feature.h"),
              HasSubstr("#define PSA_FRAMEWORK_ISOLATION_LEVEL 1\n#define PSA_FRAMEWORK_HAS_MM_IOVEC 1\n"));
}

TEST(output, the_configuration_header_follows_options_and_manifests_CFG_3_CFG_6_CFG_7_CFG_9_MMIO_7_MIRQ_8) {
  Workspace workspace;
  EXPECT_THAT(
      workspace.file(workspace.generate(), "include/config_impl.h"),
      HasSubstr(
          "#define CONFIG_TFM_SPM_BACKEND_IPC 1\n#define CONFIG_TFM_SPM_BACKEND_SFN 0\n"
          "#define CONFIG_TFM_CONNECTION_BASED_SERVICE_API 1\n#define CONFIG_TFM_FLIH_API 0\n"
          "#define CONFIG_TFM_SLIH_API 1\n#define CONFIG_TFM_MMIO_REGION_ENABLE 1\n"
          "#define CONFIG_TFM_DOORBELL_API 1\n#define POSTERN_UPCALLS 0\n#define POSTERN_SFN_MODEL 1\n"
          "#define POSTERN_BOOT_SELF_TEST 1\n#define POSTERN_FIXED_ROWS 5\n#define POSTERN_DOMAIN_SLOTS 7\n"
          "#define POSTERN_SWITCH_CHANGES_DOMAIN 0\n#define POSTERN_MAPS_REGIONS 0\n"
          "#define POSTERN_RESTARTS 0\n#define TFM_NS_MANAGE_NSID 0\n#define CONFIG_TFM_CONN_HANDLE_MAX_NUM 8\n"));
  workspace.write("list.yaml", "manifest_list: [{description: one, manifest: beta.yaml}]\n");
  workspace.replace("beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", "");
  workspace.options.backend = "SFN";
  EXPECT_THAT(workspace.file(workspace.generate(), "include/config_impl.h"),
              HasSubstr("#define CONFIG_TFM_SPM_BACKEND_IPC 0\n#define CONFIG_TFM_SPM_BACKEND_SFN 1\n"
                        "#define CONFIG_TFM_CONNECTION_BASED_SERVICE_API 0\n#define CONFIG_TFM_FLIH_API 0\n"
                        "#define CONFIG_TFM_SLIH_API 0\n#define CONFIG_TFM_MMIO_REGION_ENABLE 0\n"
                        "#define CONFIG_TFM_DOORBELL_API 0\n"));
}

TEST(output, the_board_header_has_every_address_of_the_board) {
  Workspace workspace;
  const std::string header = workspace.file(workspace.generate(), "include/ns_board.h");
  for (const char* line :
       {"#define NS_BOARD_UART0 0x40200000u\n", "#define BOARD_UART0 0x40200000u\n",
        "#define BOARD_UART2 0x50202000u\n", "#define BOARD_PROCESSOR 0xE0000000u\n",
        "#define BOARD_MEMORY_SECURE_RAM 0x38000000u\n", "#define BOARD_MEMORY_SECURE_RAM_END 0x38020000u\n",
        "#define BOARD_CONTROLLER_OF_NON_SECURE_RAM 0x58009000u\n",
        "#define BOARD_CONTROLLER_OF_SECURE_CODE 0x58007000u\n",
        "#define BOARD_MEMORY_CONTROLLERS \\\n  { 0x58007000u, 0x58009000u }\n",
        "#define BOARD_OTHER_ADDRESSES_OF_CODE \\\n  { 0xF0000000, 0x00400000, 0xF0400000 }\n"}) {
    EXPECT_THAT(header, HasSubstr(line));
  }
  EXPECT_THAT(header, Not(HasSubstr("BOARD_CONTROLLER_OF_SECURE_RAM")));
}

TEST(output, the_kind_of_uart_is_the_boards) {
  Workspace workspace;
  const Compilation without = workspace.generate();
  EXPECT_THAT(workspace.file(without, "board_tables.hpp"), HasSubstr("kUartKind = UartKind::cmsdk;"));
  EXPECT_THAT(workspace.file(without, "include/ns_board.h"), HasSubstr("#define NS_BOARD_UART_IS_PL011 0\n"));
  workspace.replace("board.yaml", "log: UART4\n", "log: UART4\nuart: pl011\n");
  const Compilation with = workspace.generate();
  EXPECT_THAT(workspace.file(with, "board_tables.hpp"), HasSubstr("kUartKind = UartKind::pl011;"));
  EXPECT_THAT(workspace.file(with, "include/ns_board.h"), HasSubstr("#define NS_BOARD_UART_IS_PL011 1\n"));
}

TEST(output, a_description_changes_nothing_MAN_10_SVC_6) {
  Workspace workspace;
  const auto before = workspace.generate().files;
  workspace.replace("beta.yaml", "name: BETA\n", "name: BETA\ndescription: Adds, and says so\n");
  workspace.replace("beta.yaml", "  - name: BETA_ADD\n", "  - name: BETA_ADD\n    description: Adds\n");
  EXPECT_EQ(workspace.generate().files, before);
}

TEST(output, services_of_the_sfn_model_have_signals_from_bit_4_too_SIG_7_GEN_15) {
  Workspace workspace;
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  const std::size_t service = text.find("{.sid = 0x00000200U");
  ASSERT_NE(service, std::string::npos) << text;
  EXPECT_THAT(text.substr(service, text.find('}', text.find(".signal", service)) - service),
              HasSubstr(".signal = SignalSet{0x00000010U"));
}

TEST(output, options_are_constants_of_the_kernel_CFG_6_CFG_10_CFG_12_CFG_16) {
  Workspace workspace;
  const std::string before = workspace.file(workspace.generate(), "system.hpp");
  for (const char* name :
       {"kLogErrors = true", "kHaltOnPanic = false", "kScheduleWhenNsInterrupted = false", "kDoorbell = true"}) {
    EXPECT_THAT(before, HasSubstr(name));
  }
  workspace.options.defines = {"BETA_STACK=0x300", "TFM_SPM_LOG_LEVEL=LOG_LEVEL_NONE",
                               "CONFIG_TFM_HALT_ON_CORE_PANIC=ON", "CONFIG_TFM_SCHEDULE_WHEN_NS_INTERRUPTED=1",
                               "CONFIG_TFM_DOORBELL_API=0"};
  const std::string after = workspace.file(workspace.generate(), "system.hpp");
  for (const char* name :
       {"kLogErrors = false", "kHaltOnPanic = true", "kScheduleWhenNsInterrupted = true", "kDoorbell = false"}) {
    EXPECT_THAT(after, HasSubstr(name));
  }
  for (const std::string& text : {before, after}) {  // names are for debuggers, and in no table
    EXPECT_THAT(text, HasSubstr("partition_ALPHA = "));
    EXPECT_THAT(text, Not(HasSubstr(".name = ")));
  }
}

TEST(output, a_stack_that_only_the_compiler_knows_is_left_to_it_MAN_8) {
  Workspace workspace;
  EXPECT_THAT(workspace.file(workspace.generate(), "partitions/BETA/storage.c"),
              HasSubstr("postern_stack[((768) + 7) / 8 * 8 + 32]"));
  workspace.replace("beta.yaml", "BETA_STACK", "2 * OTHER_STACK");
  const std::string storage = workspace.file(workspace.generate(), "partitions/BETA/storage.c");
  EXPECT_THAT(storage, HasSubstr("#include \"config_tfm.h\"\n"));
  EXPECT_THAT(storage, HasSubstr("postern_stack[((2 * OTHER_STACK) + 7) / 8 * 8 + 32]"));
}

TEST(output, the_one_stack_of_the_sfn_backend_is_half_of_all_SCH_22_CFG_36) {
  Workspace workspace;
  workspace.write("list.yaml", "manifest_list: [{description: one, manifest: beta.yaml}]\n");
  workspace.replace("beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", "");
  workspace.options.backend = "SFN";
  EXPECT_THAT(workspace.file(workspace.generate(), "image.ld"),
              HasSubstr("\"agent.stack_limit\" = .;\n    . += 1024;"));
  workspace.replace("beta.yaml", "BETA_STACK", "BETA_STACK * 10 + 10");
  EXPECT_THAT(workspace.file(workspace.generate(), "image.ld"),
              HasSubstr("\"agent.stack_limit\" = .;\n    . += 3848;"));
}

TEST(output, flih_functions_at_level_1_have_the_stack_of_their_manifest_MAN_8) {
  Workspace workspace;
  const auto main_stack = [&] {
    const std::string script = workspace.file(workspace.generate(), "image.ld");
    const std::string before = "\"handler_stack_limit\" = .;\n    . += ";
    return std::stoul("0" + script.substr(std::min(script.size(), script.find(before) + before.size()), 8));
  };
  EXPECT_EQ(main_stack(), 1024);
  workspace.replace("alpha.yaml", "SLIH", "FLIH");
  workspace.replace("alpha.yaml", "stack_size: 0x400", "stack_size: 0x404");
  EXPECT_EQ(main_stack(), 1024 + 0x408);
  workspace.replace("alpha.yaml", "stack_size: 0x404", "stack_size: ALPHA_STACK");
  EXPECT_THAT(workspace.headlines(workspace.check()),
              Contains(HasSubstr("at isolation level 1 FLIH functions run on the main stack")));
}

TEST(output, a_host_has_none_of_a_device_s_linker_scripts) {
  Workspace workspace;
  workspace.replace("board.yaml", "architecture: armv8m", "architecture: host");
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.file(compilation, "image.ld"), Not(HasSubstr("MEMORY")));
  EXPECT_EQ(workspace.file(compilation, "ns.ld"), "no file ns.ld");
  EXPECT_THAT(workspace.file(compilation, "system.hpp"), HasSubstr("namespace spm::system"));
}

TEST(output, json_and_yaml_of_one_content_make_one_output) {
  Workspace workspace;
  const Compilation json = workspace.generate();
  workspace.write(
      "old.yaml",
      "psa_framework_version: 1.0\nname: OLD\ntype: APPLICATION-ROT\npriority: HIGH\nentry_point: old_main\n"
      "stack_size: 512\nservices:\n  - {name: OLD_SERVICE, sid: 0x300, non_secure_clients: true}\n"
      "irqs:\n  - {source: 20, signal: OLD_IRQ}\ndependencies: [BETA_ADD]\n");
  workspace.replace("list.yaml", "old.json", "old.yaml");
  const Compilation yaml = workspace.generate();
  for (const char* name : {"system.hpp", "image.ld", "include/psa_manifest/old.h", "partitions/OLD/storage.c"}) {
    EXPECT_EQ(workspace.file(json, name), workspace.file(yaml, name)) << name;
  }
}

TEST(output, the_same_input_makes_the_same_output_GEN_14) {
  Workspace workspace;
  EXPECT_EQ(workspace.generate().files, workspace.generate().files);
  EXPECT_FALSE(workspace.generate().files.empty());
}

TEST(output, the_place_of_the_inputs_shows_in_the_facts_for_cmake_only_GEN_14) {
  Workspace here;
  Workspace there;
  const Compilation first = here.generate();
  const Compilation second = there.generate();
  for (const auto& [path, text] : first.files) {
    const std::string name = path.lexically_relative(here.path("out")).string();
    if (name == "partitions.cmake")
      continue;
    EXPECT_EQ(text, there.file(second, name)) << name;
  }
}

TEST(output, a_file_without_a_difference_is_not_written_again) {
  Workspace workspace;
  Compilation compilation = workspace.generate();
  ASSERT_TRUE(write_files(compilation.files, compilation.diagnostics));
  EXPECT_EQ(workspace.read("out/system.hpp"), workspace.file(compilation, "system.hpp"));
  const auto long_ago = std::filesystem::last_write_time(workspace.path("out/system.hpp")) - std::chrono::hours(1);
  for (const char* name : {"out/system.hpp", "out/image.ld"})
    std::filesystem::last_write_time(workspace.path(name), long_ago);
  workspace.replace("alpha.yaml", "0x00000100", "0x00000109");
  compilation = workspace.generate();
  ASSERT_TRUE(write_files(compilation.files, compilation.diagnostics));
  EXPECT_EQ(std::filesystem::last_write_time(workspace.path("out/image.ld")), long_ago);
  EXPECT_NE(std::filesystem::last_write_time(workspace.path("out/system.hpp")), long_ago);
  EXPECT_EQ(workspace.read("out/system.hpp"), workspace.file(compilation, "system.hpp"));
}

TEST(output, a_directory_that_cannot_be_written_is_an_error) {
  Workspace workspace;
  workspace.write("out", "a file, no directory");
  Compilation compilation = workspace.generate();
  EXPECT_FALSE(write_files(compilation.files, compilation.diagnostics));
  EXPECT_TRUE(compilation.diagnostics.has_errors());
}

TEST(output, a_check_makes_no_files) {
  Workspace workspace;
  EXPECT_TRUE(workspace.check().files.empty());
}

}  // namespace
}  // namespace postern::testing
