// SPDX-License-Identifier: Apache-2.0

// Decisions of the tool: order, ids, signals, handles, rights. They are read from the generated text, as the kernel's
// compiler does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "fixture.hpp"
#include "plan/plan.hpp"
#include "text/words.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> matches(const std::string& text, const std::string& before, char after) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    const std::size_t start = at + before.size();
    found.push_back(text.substr(start, text.find(after, start) - start));
  }
  return found;
}

using Texts = std::vector<std::string>;

TEST(plan, the_base_system_has_no_diagnostics) {
  Workspace workspace;
  EXPECT_THAT(workspace.headlines(workspace.generate()), IsEmpty());
}

TEST(plan, partitions_stand_in_the_order_of_priority_with_the_agent_last_BOOT_8_GEN_13_VEN_9) {
  Workspace workspace;
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_EQ(matches(text, "{.id = ", ','), (Texts{"302", "300", "301", "2"}));
  EXPECT_EQ(matches(text, ".more_urgent = ", ','), (Texts{"0x00000000U", "0x80000000U", "0xC0000000U", "0xE0000000U"}));
}

TEST(plan, equal_priorities_stand_in_the_order_of_dependency_scores_BOOT_8_GEN_13_DEP_4) {
  Workspace workspace;
  workspace.replace("old.json", "HIGH", "NORMAL");
  workspace.replace("beta.yaml", "LOW", "NORMAL");
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_EQ(matches(text, "{.id = ", ','), (Texts{"300", "301", "302", "2"}));
}

TEST(plan, partitions_of_equal_urgency_do_not_preempt_each_other_SCH_5) {
  Workspace workspace;
  workspace.replace("old.json", "HIGH", "LOW");
  workspace.replace("old.json", "BETA_ADD", "ALPHA_OPEN");
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_EQ(matches(text, "{.id = ", ','), (Texts{"300", "301", "302", "2"}));
  EXPECT_EQ(matches(text, ".more_urgent = ", ','), (Texts{"0x00000000U", "0x80000000U", "0x80000000U", "0xE0000000U"}));
}

TEST(plan, ids_are_counted_up_from_the_highest_MLIST_5) {
  Workspace workspace;
  workspace.replace("list.yaml", "    pid: 300\n", "");
  workspace.replace("list.yaml", "    pid: 301\n", "");
  EXPECT_EQ(matches(workspace.file(workspace.generate(), "include/psa_manifest/pid.h"), "(0x", ')'),
            (Texts{"0000012F", "00000130", "0000012E"}));
  workspace.replace("list.yaml", "    pid: 302\n", "");
  EXPECT_EQ(matches(workspace.file(workspace.generate(), "include/psa_manifest/pid.h"), "(0x", ')'),
            (Texts{"00000100", "00000101", "00000102"}));
}

TEST(plan, automatic_handles_fill_the_gaps_after_all_fixed_ones_SLS_12) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "stateless_handle: 5", "stateless_handle: 1");
  workspace.replace("beta.yaml", "dependencies:\n",
                    "  - {name: BETA_SUB, sid: 0x201, non_secure_clients: false, connection_based: false, "
                    "stateless_handle: auto, version: 7}\ndependencies:\n");
  const std::string sid = workspace.file(workspace.generate(), "include/psa_manifest/sid.h");
  EXPECT_THAT(sid, HasSubstr("#define ALPHA_FAST_HANDLE (0x40000100U)"));
  EXPECT_THAT(sid, HasSubstr("#define BETA_ADD_HANDLE (0x40000101U)"));
  EXPECT_THAT(sid, HasSubstr("#define BETA_SUB_HANDLE (0x40000702U)"));
}

TEST(plan, an_unused_stateless_index_meets_no_handle_SLS_6) {
  Workspace workspace;
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_EQ(matches(text, "{.expected = ", '}'),
            (Texts{"0x40000100U, .mask = 0xFFFFFFFFU, .service = 3", "0, .mask = 0xFFFFFFFFU, .service = 0",
                   "0, .mask = 0xFFFFFFFFU, .service = 0", "0, .mask = 0xFFFFFFFFU, .service = 0",
                   "0x40000104U, .mask = 0xFFFFFFFFU, .service = 2"}));
}

TEST(plan, the_mask_of_a_relaxed_service_accepts_versions_up_to_its_own_SLS_3) {
  Workspace workspace;
  workspace.replace("beta.yaml", "connection_based: false",
                    "connection_based: false\n    version_policy: RELAXED\n    version: 9");
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  ASSERT_THAT(text, HasSubstr(".expected = 0x40000900U, .mask = 0xFFFF00FFU"));
  for (std::uint32_t version = 0; version < 256; ++version) {
    for (const std::uint32_t reserved : {0x0U, 0x20U, 0x80U, 0x10000U, 0x20000000U}) {
      const std::uint32_t handle = stateless_handle(0, version) | reserved;
      const bool accepted = ((0x4000'0900U - handle) & 0xFFFF'00FFU) == 0;
      EXPECT_EQ(accepted, version <= 9 && reserved == 0) << std::hex << handle;
    }
  }
}

TEST(plan, signals_count_up_for_services_and_down_for_interrupts_SIG_2) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "    handling: SLIH\n",
                    "    handling: SLIH\n  - source: 7\n    name: TOCK\n    handling: SLIH\n");
  const std::string header = workspace.file(workspace.generate(), "include/psa_manifest/alpha.h");
  EXPECT_THAT(header, HasSubstr("#define ALPHA_OPEN_SIGNAL (0x00000010U)\n#define ALPHA_FAST_SIGNAL (0x00000020U)\n"
                                "#define TICK_SIGNAL (0x80000000U)\n#define TOCK_SIGNAL (0x40000000U)\n"));
}

TEST(plan, a_partition_may_call_its_dependencies_and_the_agent_what_is_open_DEP_1_MAN_14_SVC_15_GEN_15) {
  Workspace workspace;  // services: 0 OLD_SERVICE, 1 ALPHA_OPEN, 2 ALPHA_FAST (closed), 3 BETA_ADD
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_EQ(matches(text, ".callers = ", ','), (Texts{"0x10000000U", "0x30000000U", "0x00000000U", "0x90000000U"}))
      << "from the highest bit: OLD, ALPHA, BETA, the agent";
}

TEST(plan, a_weak_dependency_on_a_service_of_the_build_may_be_called_MAN_17) {
  Workspace workspace;
  workspace.replace("list.yaml", "pid: 301", "pid: 301\n    non_ffm_attributes: [weak_dependencies]");
  workspace.replace("beta.yaml", "dependencies:\n", "weak_dependencies: [ALPHA_FAST, NOWHERE]\ndependencies:\n");
  EXPECT_EQ(matches(workspace.file(workspace.generate(), "system.hpp"), ".callers = ", ',').at(2), "0x20000000U");
}

TEST(plan, services_are_sorted_by_number_for_the_search_by_sid) {
  Workspace workspace;
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"), HasSubstr("kServicesBySid{{1, 2, 3, 0}}"));
}

TEST(plan, interrupts_of_a_1_0_partition_are_enabled_at_boot_IRQ_2_MAN_12_IRQ_1_GEN_15) {
  Workspace workspace;
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_THAT(
      text,
      HasSubstr("{.source = 20, .owner = 0, .handling = Handling::second_level, .signal = SignalSet{0x80000000U}, "
                ".enabled_at_boot = true, .function = nullptr}"));
  EXPECT_THAT(
      text, HasSubstr("{.source = 3, .owner = 1, .handling = Handling::second_level, .signal = SignalSet{0x80000000U}, "
                      ".enabled_at_boot = false, .function = nullptr}"));
}

TEST(plan, a_first_level_function_is_exported_and_called_through_the_table_MIRQ_4_MIRQ_8) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "SLIH", "FLIH");
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.file(compilation, "system.hpp"),
              HasSubstr("psa_flih_result_t partition_ALPHA_irq_3() asm(\"ALPHA.tick_flih\");"));
  EXPECT_THAT(workspace.file(compilation, "system.hpp"),
              HasSubstr(".handling = Handling::first_level, .signal = SignalSet{0x80000000U}, "
                        ".enabled_at_boot = false, .function = partition_ALPHA_irq_3}"));
  EXPECT_THAT(workspace.file(compilation, "system.hpp"), Not(HasSubstr("\"OLD.\"")));
  EXPECT_THAT(workspace.file(compilation, "partitions.cmake"), HasSubstr("\"tick_flih=ALPHA.tick_flih\""));
  EXPECT_THAT(workspace.file(compilation, "include/psa_manifest/alpha.h"),
              HasSubstr("psa_flih_result_t tick_flih(void);"));
  EXPECT_THAT(workspace.file(compilation, "include/config_impl.h"),
              HasSubstr("#define CONFIG_TFM_FLIH_API 1\n#define CONFIG_TFM_SLIH_API 1\n"));
}

// A region as it is in a table: with the attributes of the MPU in the low bits.
std::string row(unsigned base, unsigned limit) {
  return fmt::format(
      "    {{reinterpret_cast<const std::byte*>(0x{:08X}U), reinterpret_cast<const std::byte*>(0x{:08X}U)}},\n", base,
      limit);
}

TEST(plan, adjacent_devices_with_the_same_rights_are_one_region_and_others_are_not_MAN_13) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "  - name: UART1\n",
                    "  - name: UART2\n    permission: READ-WRITE\n  - name: UART1\n");
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"), HasSubstr(row(0x50201003, 0x50202FE3)));
  workspace.replace("alpha.yaml", "  - name: UART2\n    permission: READ-WRITE\n",
                    "  - name: UART2\n    permission: READ-ONLY\n");
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_THAT(text, HasSubstr(row(0x50201003, 0x50201FE3)));
  EXPECT_THAT(text, HasSubstr(row(0x50202007, 0x50202FE3)));
}

TEST(plan, adjacent_devices_of_two_owners_are_one_region_only_in_one_domain_MMIO_3) {
  Workspace workspace;
  workspace.replace("board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]");
  workspace.replace("beta.yaml", "dependencies:\n",
                    "mmio_regions: [{name: UART2, permission: READ-WRITE}]\ndependencies:\n");
  workspace.replace("beta.yaml", "APPLICATION-ROT", "PSA-ROT");
  workspace.options.level = "2";
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.headlines(compilation), IsEmpty());
  EXPECT_THAT(workspace.file(compilation, "system.hpp"), HasSubstr(row(0x50201003, 0x50202FE3)));
  workspace.options.level = "3";
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"), HasSubstr(row(0x50202003, 0x50202FE3)));
  workspace.replace("beta.yaml", "PSA-ROT", "APPLICATION-ROT");
  workspace.options.level = "2";
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"), HasSubstr(row(0x50202003, 0x50202FE3)));
}

// The base system's board does not state where its secure devices are; this one does, and they are one region of level
// 1.
struct DevicesOfLevel1 : ::testing::Test {
  DevicesOfLevel1() {
    workspace.replace("board.yaml", "interrupts:\n",
                      "secure_devices: {base: 0x50000000, size: 0x10000000}\ninterrupts:\n");
  }
  Workspace workspace;
};

TEST_F(DevicesOfLevel1, are_the_kernels_but_for_what_is_read_only_ISO_9) {
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"),
              HasSubstr(row(0x00100005, 0x0017FFE1) + row(0x28200001, 0x2821FFE1) + row(0x50000001, 0x5000FFE3) +
                        row(0x50010041, 0x5FFFFFE3) + row(0x50010007, 0x50010023) + row(0x50201003, 0x50201FE3) +
                        "};\ninline constexpr std::array<Domain, 1> kDomains{{\n    {kRegions0, 9, 8},\n"));
}

TEST_F(DevicesOfLevel1, leave_rows_for_those_that_lie_elsewhere_ISO_9) {
  workspace.replace("board.yaml", "storage:\n",
                    "storage:\n  EDGE: {size: 0x40, at: [0x4FFFFFE0]}\n  FAR: {size: 0x20, at: [0x60000000]}\n");
  workspace.replace("alpha.yaml", "    permission: READ-ONLY\n",
                    "    permission: READ-WRITE\n  - {base: \"0x4FFFFFE0\", size: 0x40, permission: READ-WRITE}\n"
                    "  - {base: \"0x60000000\", size: 0x20, permission: READ-WRITE}\n");
  EXPECT_THAT(
      workspace.file(workspace.generate(), "system.hpp"),
      HasSubstr(row(0x50000001, 0x5FFFFFE3) + row(0x4FFFFFE3, 0x4FFFFFE3) + row(0x60000003, 0x60000003) +
                row(0x4FFFFFE3, 0x50000003) + row(0x50010003, 0x50010023) + row(0x50201003, 0x50201FE3) + "};\n"));
}

TEST_F(DevicesOfLevel1, have_no_limit_in_number_MMIO_8) {
  std::string regions;
  for (unsigned i = 0; i < 40; ++i) {
    regions += fmt::format("  - {{base: \"0x{:08X}\", size: 0x20, permission: READ-WRITE}}\n", 0x30000000 + i * 0x40);
  }
  workspace.replace("alpha.yaml", "mmio_regions:\n", "mmio_regions:\n" + regions);
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.headlines(compilation), IsEmpty());
  const std::string text = workspace.file(compilation, "system.hpp");
  EXPECT_THAT(text, HasSubstr("kFixedRows = 5;\ninline constexpr unsigned kDomainSlots = 8;\n"
                              "inline constexpr bool kRowsOnDemand = true;\n"));
  // The last element is followed by an empty one, where the search ends.
  EXPECT_THAT(text, HasSubstr("kRegions0[50] = {"));
  EXPECT_THAT(text, HasSubstr("{kRegions0, 49, 48},"));
}

TEST(plan, device_regions_have_no_limit_in_number_above_level_1_MMIO_8) {
  for (const char* level : {"2", "3"}) {
    Workspace workspace;
    workspace.replace("board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]");
    workspace.options.level = level;
    EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"),
                HasSubstr("kFixedRows = 6;\ninline constexpr unsigned kDomainSlots = 8;\n"
                          "inline constexpr bool kRowsOnDemand = false;\ninline const Region kRegions0[8] = {"));
    workspace.replace("alpha.yaml", "mmio_regions:\n", "mmio_regions:\n  - {name: TIMER1, permission: READ-WRITE}\n");
    const Compilation compilation = workspace.generate();
    EXPECT_THAT(workspace.headlines(compilation), IsEmpty());
    EXPECT_THAT(workspace.file(compilation, "system.hpp"),
                HasSubstr("inline constexpr bool kRowsOnDemand = true;\ninline const Region kRegions0[10] = {"));
  }
}

TEST(plan, mapped_vectors_have_slots_and_are_loaded_on_demand_MMV_17) {
  for (const char* level : {"1", "2", "3"}) {
    const bool above_1 = *level != '1';
    Workspace workspace;
    workspace.replace("board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]");
    workspace.replace("beta.yaml", "connection_based: false", "connection_based: false\n    mm_iovec: enable");
    workspace.options.level = level;
    workspace.options.defines.emplace_back("PSA_FRAMEWORK_HAS_MM_IOVEC=ON");
    const Compilation compilation = workspace.generate();
    EXPECT_THAT(workspace.file(compilation, "include/config_impl.h"),
                HasSubstr(fmt::format("#define POSTERN_MAPS_REGIONS {}\n", above_1 ? 1 : 0)));
    EXPECT_THAT(workspace.file(compilation, "system.hpp"),
                HasSubstr(fmt::format("inline constexpr bool kRowsOnDemand = {};\n", above_1)));
  }
}

TEST(plan, three_partitions_with_a_device_each_are_accepted_at_every_level_MMIO_8) {
  for (const char* level : {"1", "2", "3"}) {
    Workspace workspace;
    workspace.replace("board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2, 3]");
    workspace.replace("beta.yaml", "APPLICATION-ROT", "PSA-ROT");
    workspace.replace("beta.yaml", "dependencies:\n",
                      "mmio_regions: [{name: TIMER1, permission: READ-WRITE}]\ndependencies:\n");
    workspace.replace("old.json", "APPLICATION-ROT", "PSA-ROT");
    workspace.replace("old.json", "\t\"irqs\"",
                      "\t\"mmio_regions\": [{\"name\": \"UART2\", \"permission\": \"READ-ONLY\"}],\n\t\"irqs\"");
    workspace.options.level = level;
    EXPECT_THAT(workspace.headlines(workspace.generate()), IsEmpty()) << level;
  }
}

TEST(plan, a_dual_partition_takes_the_model_of_the_backend_BSEL_9) {
  Workspace workspace;
  workspace.write("list.yaml", "manifest_list: [{description: one, manifest: alpha.yaml}]\n");
  workspace.replace("alpha.yaml", "model: IPC", "model: dual");
  const std::string on_ipc = workspace.file(workspace.generate(), "include/psa_manifest/alpha.h");
  EXPECT_THAT(on_ipc, HasSubstr("#define ALPHA_MODEL_IPC 1\n#define ALPHA_MODEL_SFN 0\n#define ALPHA_OPEN_SIGNAL"));
  workspace.options.backend = "SFN";
  const std::string on_sfn = workspace.file(workspace.generate(), "include/psa_manifest/alpha.h");
  EXPECT_THAT(on_sfn, HasSubstr("#define ALPHA_MODEL_IPC 0\n#define ALPHA_MODEL_SFN 1\n#define TICK_SIGNAL"));
  EXPECT_THAT(on_sfn, HasSubstr("psa_status_t alpha_open_sfn(const psa_msg_t *msg);"));
}

TEST(plan, connections_need_rows_only_when_a_service_has_them_CFG_5_CFG_7_CFG_8) {
  Workspace workspace;
  workspace.options.defines.push_back("CONFIG_TFM_CONN_HANDLE_MAX_NUM=5");
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"), HasSubstr("kConnectionCount = 5;"));
  workspace.write("list.yaml", "manifest_list: [{description: one, manifest: beta.yaml}]\n");
  workspace.replace("beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", "");
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.file(compilation, "system.hpp"), HasSubstr("kConnectionCount = 0;"));
  EXPECT_THAT(workspace.file(compilation, "include/config_impl.h"),
              HasSubstr("CONFIG_TFM_CONNECTION_BASED_SERVICE_API 0"));
}

// Partitions with many items, made by a loop.
std::string service_items(unsigned count, unsigned first_sid, bool stateless) {
  std::string text;
  for (unsigned i = 0; i < count; ++i) {
    text += fmt::format("  - {{name: MANY_{0}, sid: {0}, non_secure_clients: true, connection_based: {1}}}\n",
                        first_sid + i, !stateless);
  }
  return text;
}

std::string many(const std::string& name, unsigned count, unsigned first_sid, bool stateless) {
  return fmt::format(
      "psa_framework_version: 1.1\nname: {}\ntype: PSA-ROT\npriority: LOW\nmodel: SFN\nstack_size: 512\nservices:\n{}",
      name, service_items(count, first_sid, stateless));
}

TEST(plan, a_partition_has_up_to_28_signals_MAN_21) {
  Workspace workspace;
  workspace.write("list.yaml", "manifest_list: [{description: one, manifest: many.yaml}]\n");
  workspace.write("many.yaml", many("MANY", 28, 4096, false));
  EXPECT_FALSE(workspace.check().diagnostics.has_errors());
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"), HasSubstr(".services = SignalSet{0xFFFFFFF0U}"));
  workspace.write("many.yaml", many("MANY", 29, 4096, false));
  EXPECT_THAT(
      workspace.headlines(workspace.check()),
      ::testing::ElementsAre(
          "many.yaml:2:7: error: the partition `MANY` has 29 services and interrupts; at most 28 are possible"));
}

TEST(plan, a_system_has_up_to_32_stateless_services_SVC_12_NUM_7) {
  Workspace workspace;
  workspace.write("list.yaml",
                  "manifest_list: [{description: one, manifest: a.yaml}, {description: two, manifest: b.yaml}]\n");
  workspace.write("a.yaml", many("MANY_A", 28, 4096, true));
  workspace.write("b.yaml", many("MANY_B", 4, 8192, true));
  EXPECT_THAT(workspace.file(workspace.generate(), "system.hpp"), HasSubstr("kStatelessCount = 32;"));
  workspace.write("b.yaml", many("MANY_B", 6, 8192, true));
  EXPECT_THAT(workspace.headlines(workspace.check()),
              ::testing::ElementsAre(
                  "b.yaml:12:12: error: `MANY_8196` is one stateless service too many; at most 32 are possible"));
}

TEST(plan, a_system_has_up_to_30_partitions) {
  Workspace workspace;
  std::string list = "manifest_list:\n";
  for (unsigned i = 0; i < 30; ++i) {
    list += fmt::format("  - {{description: one, manifest: p{}.yaml}}\n", i);
    workspace.write(fmt::format("p{}.yaml", i), many(fmt::format("P{}", i), 2, 4096 + 2 * i, false));
  }
  workspace.write("list.yaml", list);
  const std::string text = workspace.file(workspace.generate(), "system.hpp");
  EXPECT_THAT(text, HasSubstr(".more_urgent = 0xFFFFFFFCU"));
  EXPECT_EQ(matches(text, ".callers = ", ',').size(), 60U);
  Texts ids;
  for (unsigned id = 256; id < 286; ++id) {
    ids.push_back(std::to_string(id));
  }
  ids.push_back("2");
  EXPECT_EQ(matches(text, "{.id = ", ','), ids) << "equal urgency is broken by the order of the lists";
  workspace.write("list.yaml", list + "  - {description: one, manifest: alpha.yaml}\n");
  EXPECT_THAT(workspace.headlines(workspace.check()),
              ::testing::ElementsAre("alpha.yaml:2:7: error: there are 31 partitions; at most 30 are possible"));
}

TEST(words, a_plausible_misspelling_is_recognised_and_another_word_is_not) {
  const Words words{"psa_framework_version", "priority", "model", "READ-ONLY"};
  EXPECT_EQ(nearest("priorty", words), "priority");
  EXPECT_EQ(nearest("Model", words), "model");
  EXPECT_EQ(nearest("mdoel", words), "model");
  EXPECT_EQ(nearest("READ_ONLY", words), "READ-ONLY");
  EXPECT_EQ(nearest("colour", words), "");
}

}  // namespace
}  // namespace postern::testing
