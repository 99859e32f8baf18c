// SPDX-License-Identifier: Apache-2.0

// Errors that appear only in a whole system: dependencies, backend, level, names and numbers of all partitions.
#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    dependency, FaultTest,
    ::testing::Values(Fault{"a_dependency_on_no_service_is_explained_DEP_2",
                            {{"beta.yaml", "ALPHA_OPEN", "ALPHA_OPNE"}},
                            {"beta.yaml:14:5: error: `ALPHA_OPNE` is not a service of this build; valid: "
                             "`ALPHA_OPEN`, `ALPHA_FAST`, `BETA_ADD` and `OLD_SERVICE`; did you mean `ALPHA_OPEN`?"}},
                      Fault{"a_weak_dependency_on_no_service_is_dropped_DEP_2",
                            {{"list.yaml", "pid: 301", "pid: 301\n    non_ffm_attributes: [weak_dependencies]"},
                             {"beta.yaml", "dependencies:", "weak_dependencies: [NOWHERE]\ndependencies:"}},
                            {}},
                      Fault{"a_dependency_on_an_own_service_is_an_error_DEP_3",
                            {{"beta.yaml", "- ALPHA_OPEN", "- BETA_ADD"}},
                            {"beta.yaml:14:5: error: the partition `BETA` depends on its own service `BETA_ADD`; "
                             "services of other partitions are expected"}},
                      Fault{"a_cycle_is_an_error_with_its_chain_DEP_3_SFN_8",
                            {{"alpha.yaml", "irqs:", "dependencies: [OLD_SERVICE]\nirqs:"}},
                            {"beta.yaml:14:5: error: the dependency on `ALPHA_OPEN` closes a cycle: ALPHA -> OLD -> "
                             "BETA -> ALPHA; partitions that call each other in a circle can wait forever"}},
                      Fault{"a_cycle_over_a_weak_dependency_is_an_error_DEP_3",
                            {{"list.yaml", "pid: 300", "pid: 300\n    non_ffm_attributes: [weak_dependencies]"},
                             {"alpha.yaml", "irqs:", "weak_dependencies: [BETA_ADD]\nirqs:"}},
                            {"beta.yaml:14:5: error: the dependency on `ALPHA_OPEN` closes a cycle: ALPHA -> BETA -> "
                             "ALPHA; partitions that call each other in a circle can wait forever"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    generated_name, FaultTest,
    ::testing::Values(
        Fault{"a_partition_named_like_a_macro_of_a_service_is_an_error_GEN_1",
              {{"old.json", "\"OLD\"", "\"BETA_ADD_SID\""}},
              {"old.json:3:10: error: the service `BETA_ADD` and the partition `BETA_ADD_SID` both define the macro "
               "`BETA_ADD_SID`; different names are expected",
               "beta.yaml:9:11: note: the other one is here"}},
        Fault{"two_services_of_one_function_are_an_error_SFN_2",
              {{"beta.yaml", "services:\n",
                "services:\n  - {name: Beta_Add, sid: 0x201, non_secure_clients: true, connection_based: false}\n"}},
              {"beta.yaml:10:11: error: the service `Beta_Add` and the service `BETA_ADD` both define the function "
               "`beta_add_sfn`; different names are expected",
               "beta.yaml:9:12: note: the other one is here"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    option, FaultTest,
    ::testing::Values(
        Fault{"an_unknown_backend_is_an_error_BSEL_1_CFG_2",
              {},
              {"postern: error: `sfn` is not a backend (CONFIG_TFM_SPM_BACKEND); valid: `IPC` and `SFN`; did you "
               "mean `SFN`?"},
              "sfn"},
        Fault{"the_sfn_backend_names_each_ipc_partition_BSEL_3_BSEL_2",
              {},
              {"alpha.yaml:5:8: error: the partition `ALPHA` has the IPC model, which CONFIG_TFM_SPM_BACKEND=SFN "
               "cannot run; use the IPC backend, or `model: SFN` or `model: dual`",
               "old.json:3:10: error: the partition `OLD` has the IPC model, which CONFIG_TFM_SPM_BACKEND=SFN cannot "
               "run; use the IPC backend, or a manifest of framework version 1.1 with `model: SFN` or `model: dual`"},
              "SFN"},
        Fault{"the_sfn_backend_has_level_1_only_BSEL_4_BSEL_2_CFG_50",
              {{"list.yaml", "", "manifest_list: [{description: one, manifest: beta.yaml}]\n"},
               {"beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", ""}},
              {"postern: error: TFM_ISOLATION_LEVEL=2 is not possible with CONFIG_TFM_SPM_BACKEND=SFN; use level 1, or "
               "the IPC backend"},
              "SFN",
              "2"},
        Fault{"an_unknown_level_is_an_error_BSEL_5_CFG_1",
              {},
              {"postern: error: `4` is not an isolation level (TFM_ISOLATION_LEVEL); valid: 1, 2 and 3"},
              "IPC",
              "4"},
        Fault{"a_level_that_this_version_has_not_is_an_error_BSEL_5",
              {},
              {"postern: error: TFM_ISOLATION_LEVEL=3 is not supported by this version on the board `test/board`; "
               "valid: 1"},
              "IPC",
              "3"},
        Fault{"the_doorbell_is_not_possible_with_the_sfn_backend_BSEL_6_DBL_7",
              {{"list.yaml", "", "manifest_list: [{description: one, manifest: beta.yaml}]\n"},
               {"beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", ""}},
              {"postern: error: CONFIG_TFM_DOORBELL_API=1 is not possible with CONFIG_TFM_SPM_BACKEND=SFN; use the IPC "
               "backend, or set CONFIG_TFM_DOORBELL_API=0"},
              "SFN",
              "1",
              {"CONFIG_TFM_DOORBELL_API=1"}},
        Fault{"an_ipc_build_that_needs_no_ipc_says_so_BSEL_8",
              {{"list.yaml", "", "manifest_list: [{description: one, manifest: beta.yaml}]\n"},
               {"beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", ""}},
              {"postern: note: no partition needs the IPC model and the level is 1; CONFIG_TFM_SPM_BACKEND=SFN would "
               "do with less memory"}},
        Fault{"the_sfn_backend_has_to_know_all_stacks_SCH_22",
              {{"list.yaml", "", "manifest_list: [{description: one, manifest: beta.yaml}]\n"},
               {"beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", ""},
               {"beta.yaml", "BETA_STACK", "2 * OTHER_STACK"}},
              {"beta.yaml:7:13: error: the SFN backend adds up all stacks and `OTHER_STACK` is not known here; give "
               "its value with --define OTHER_STACK=<bytes>"},
              "SFN"},
        Fault{"an_old_option_is_refused_with_its_new_name_CFG_42",
              {},
              {"postern: error: --define TFM_LVL=1: `TFM_LVL` is an option of old versions; use TFM_ISOLATION_LEVEL"},
              "IPC",
              "1",
              {"TFM_LVL=1"}},
        Fault{"a_define_that_contradicts_an_option_is_an_error_CFG_50",
              {},
              {"postern: error: --define CONFIG_TFM_SPM_BACKEND_IPC=0 contradicts --backend, which makes it 1; give "
               "one of them"},
              "IPC",
              "1",
              {"CONFIG_TFM_SPM_BACKEND_IPC=0"}},
        Fault{"a_define_without_value_is_an_error",
              {},
              {"postern: error: --define MORE: NAME=VALUE is expected"},
              "IPC",
              "1",
              {"MORE"}},
        Fault{"a_define_of_two_values_is_an_error",
              {},
              {"postern: error: --define EXTRA=ON: `EXTRA` is already defined as `OFF`; give it once"},
              "IPC",
              "1",
              {"EXTRA=ON"}},
        Fault{"no_connection_is_an_error_CFG_5",
              {},
              {"postern: error: CONFIG_TFM_CONN_HANDLE_MAX_NUM=0 is not a number of connections; a number from 1 to "
               "255 is expected"},
              "IPC",
              "1",
              {"CONFIG_TFM_CONN_HANDLE_MAX_NUM=0"}},
        Fault{"an_unknown_log_level_is_an_error_CFG_16",
              {},
              {"postern: error: TFM_SPM_LOG_LEVEL=LOG_LEVEL_ERR is not a log level; valid: `LOG_LEVEL_NONE`, "
               "`LOG_LEVEL_ERROR`, `LOG_LEVEL_NOTICE`, `LOG_LEVEL_WARNING`, `LOG_LEVEL_INFO` and `LOG_LEVEL_VERBOSE`; "
               "did you mean `LOG_LEVEL_ERROR`?"},
              "IPC",
              "1",
              {"TFM_SPM_LOG_LEVEL=LOG_LEVEL_ERR"}},
        Fault{"a_flag_that_is_neither_on_nor_off_is_an_error_CFG_4",
              {},
              {"postern: error: PSA_FRAMEWORK_HAS_MM_IOVEC=2 is neither on nor off; valid: ON, OFF, 1 and 0"},
              "IPC",
              "1",
              {"PSA_FRAMEWORK_HAS_MM_IOVEC=2"}}),
    name_of);

}  // namespace postern::testing
