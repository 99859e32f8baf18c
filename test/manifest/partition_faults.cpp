// SPDX-License-Identifier: Apache-2.0

// Errors in the fields of a partition.
#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    partition, FaultTest,
    ::testing::Values(
        Fault{"a_missing_framework_version_is_an_error_MAN_1",
              {{"alpha.yaml", "psa_framework_version: 1.1\n", ""}},
              {"alpha.yaml:1:1: error: a partition manifest needs the key `psa_framework_version`; valid: 1.0 and "
               "1.1"}},
        Fault{"an_unknown_framework_version_is_an_error_MAN_1",
              {{"alpha.yaml", "version: 1.1\n", "version: 1.2\n"}},
              {"alpha.yaml:1:24: error: `1.2` is not a value of `psa_framework_version`; valid: the numbers 1.0 and "
               "1.1"}},
        Fault{"a_quoted_framework_version_is_a_string_MAN_1",
              {{"alpha.yaml", "version: 1.1\n", "version: \"1.1\"\n"}},
              {"alpha.yaml:1:24: error: `1.1` is not a value of `psa_framework_version`; valid: the numbers 1.0 and "
               "1.1, without quotes"}},
        Fault{"a_missing_name_is_an_error_MAN_2",
              {{"alpha.yaml", "name: ALPHA\n", ""}},
              {"alpha.yaml:1:1: error: a partition manifest needs the key `name`; a C identifier, the macro of the "
               "partition's id"}},
        Fault{"a_name_that_is_no_identifier_is_an_error_MAN_2",
              {{"alpha.yaml", "name: ALPHA\n", "name: ALPHA-1\n"}},
              {"alpha.yaml:2:7: error: `ALPHA-1` cannot be the name of a partition; a C identifier of letters, digits "
               "and underscores, not beginning with a digit, is expected"}},
        Fault{"a_name_that_is_a_keyword_is_an_error_MAN_2",
              {{"alpha.yaml", "name: ALPHA\n", "name: register\n"}},
              {"alpha.yaml:2:7: error: `register` cannot be the name of a partition: it is a keyword of C or C++; "
               "another word is expected"}},
        Fault{"a_name_that_the_linker_script_needs_is_an_error_MAN_2",
              {{"alpha.yaml", "name: ALPHA\n", "name: agent\n"}},
              {"alpha.yaml:2:7: error: the partition name `agent` is a context of every image, with linker symbols of "
               "that name; another name is expected, upper case is usual"}},
        Fault{"a_missing_type_is_an_error_MAN_3",
              {{"alpha.yaml", "type: PSA-ROT\n", ""}},
              {"alpha.yaml:1:1: error: a partition manifest needs the key `type`; valid: PSA-ROT and "
               "APPLICATION-ROT"}},
        Fault{"a_misspelt_type_is_explained_MAN_3",
              {{"alpha.yaml", "PSA-ROT", "PSA_ROT"}},
              {"alpha.yaml:3:7: error: `PSA_ROT` is not a value of `type`; valid: `PSA-ROT` and `APPLICATION-ROT`; "
               "did you mean `PSA-ROT`?"}},
        Fault{"a_missing_priority_is_an_error_MAN_4",
              {{"alpha.yaml", "priority: NORMAL\n", ""}},
              {"alpha.yaml:1:1: error: a partition manifest needs the key `priority`; valid: HIGH, NORMAL and LOW"}},
        Fault{"an_internal_priority_is_an_error_MAN_4",
              {{"alpha.yaml", "NORMAL", "HIGHEST"}},
              {"alpha.yaml:4:11: error: `HIGHEST` is not a value of `priority`; valid: `HIGH`, `NORMAL` and `LOW`"}},
        Fault{"a_missing_model_is_an_error_MAN_23",
              {{"alpha.yaml", "model: IPC\n", ""}},
              {"alpha.yaml:1:1: error: a partition manifest needs the key `model`; valid: IPC, SFN and dual"}},
        Fault{"an_unknown_model_is_an_error_MAN_5",
              {{"alpha.yaml", "model: IPC\n", "model: ipc\n"}},
              {"alpha.yaml:5:8: error: `ipc` is not a value of `model`; valid: `IPC`, `SFN` and `dual`; did you "
               "mean `IPC`?"}},
        Fault{"without_a_valid_model_no_entry_point_is_missing_MAN_6",
              {{"beta.yaml", "model: SFN\n", "model: sfn\n"}},
              {"beta.yaml:5:8: error: `sfn` is not a value of `model`; valid: `IPC`, `SFN` and `dual`; did you mean "
               "`SFN`?"}},
        Fault{"a_model_in_a_1_0_manifest_is_ignored_with_a_warning_MAN_5",
              {{"old.json", "\"priority\": \"HIGH\",", "\"priority\": \"HIGH\", \"model\": \"SFN\","}},
              {"old.json:5:31: warning: `model` is ignored: a partition of framework version 1.0 is always IPC; "
               "`model` needs `psa_framework_version: 1.1`"}},
        Fault{"an_ipc_partition_without_entry_point_is_an_error_MAN_6",
              {{"alpha.yaml", "entry_point: alpha_main\n", ""}},
              {"alpha.yaml:1:1: error: a partition manifest needs the key `entry_point`; the C function an IPC "
               "partition runs"}},
        Fault{"a_1_0_partition_without_entry_point_is_an_error_MAN_6",
              {{"old.json", "\"entry_point\": \"old_main\",", ""}},
              {"old.json:1:1: error: a partition manifest needs the key `entry_point`; the C function an IPC partition "
               "runs"}},
        Fault{"an_entry_point_that_is_no_function_name_is_an_error_MAN_6",
              {{"alpha.yaml", "alpha_main", "alpha.main"}},
              {"alpha.yaml:6:14: error: `alpha.main` cannot be the entry point; a C identifier of letters, digits and "
               "underscores, not beginning with a digit, is expected"}},
        Fault{"an_entry_point_in_an_sfn_partition_is_ignored_with_a_warning_MAN_25",
              {{"beta.yaml", "entry_init: beta_init", "entry_point: beta_main"}},
              {"beta.yaml:6:14: warning: `entry_point` is ignored in a partition of model SFN; its functions are "
               "`entry_init` and one `<service>_sfn` for each service"}},
        Fault{"an_entry_init_in_an_ipc_partition_is_ignored_with_a_warning_MAN_25",
              {{"alpha.yaml", "entry_point: alpha_main", "entry_point: alpha_main\nentry_init: alpha_init"}},
              {"alpha.yaml:7:13: warning: `entry_init` is ignored in a partition of model IPC; it starts at "
               "`entry_point`"}},
        Fault{"an_entry_init_that_is_no_function_name_is_an_error_MAN_7",
              {{"beta.yaml", "beta_init", "2nd"}},
              {"beta.yaml:6:13: error: `2nd` cannot be the init function; a C identifier of letters, digits and "
               "underscores, not beginning with a digit, is expected"}},
        Fault{"a_missing_stack_size_is_an_error_MAN_8",
              {{"alpha.yaml", "stack_size: 0x400\n", ""}},
              {"alpha.yaml:1:1: error: a partition manifest needs the key `stack_size`; a number of bytes, or a C "
               "expression of config_tfm.h"}},
        Fault{"a_stack_size_of_zero_is_an_error_MAN_8",
              {{"alpha.yaml", "0x400", "0"}},
              {"alpha.yaml:7:13: error: `0` is not a value of `stack_size`; a number of bytes from 1 to 0x80000000, or "
               "a C expression of numbers and configuration macros, is expected"}},
        Fault{"a_stack_size_that_is_no_expression_is_an_error_MAN_8",
              {{"alpha.yaml", "0x400", "1 KiB"}},
              {"alpha.yaml:7:13: error: `1 KiB` is not a value of `stack_size`; a number of bytes from 1 to "
               "0x80000000, or a C expression of numbers and configuration macros, is expected"}},
        Fault{"a_stack_size_that_is_a_list_is_an_error_MAN_8",
              {{"alpha.yaml", "0x400", "[0x400]"}},
              {"alpha.yaml:7:13: error: `stack_size` is a list; a single value is expected"}},
        Fault{"a_stack_that_cannot_hold_an_interrupt_is_an_error_MAN_8",
              {{"alpha.yaml", "0x400", "96"}},
              {"alpha.yaml:7:13: error: a stack of 96 bytes cannot hold a trap and a non-secure interrupt; at least "
               "104 bytes are expected"}},
        Fault{"a_heap_of_zero_bytes_is_an_error_MAN_9",
              {{"alpha.yaml", "0x400", "0x400\nheap_size: 0"}},
              {"alpha.yaml:8:12: error: `0` is not a value of `heap_size`; a decimal or hexadecimal number from 1 to "
               "0x80000000 is expected"}},
        Fault{"services_that_are_no_list_are_an_error_MAN_11",
              {{"beta.yaml", "dependencies:\n  - ALPHA_OPEN", "dependencies: ALPHA_OPEN"}},
              {"beta.yaml:13:15: error: `dependencies` is a single value; a list is expected"}},
        Fault{
            "client_ids_of_an_ordinary_partition_are_an_error_MAN_15",
            {{"alpha.yaml", "0x400", "0x400\nclient_id_base: \"-0x0400FFFF\"\nclient_id_limit: \"-0x04000000\""}},
            {"alpha.yaml:8:17: error: client ids belong to a non-secure agent; leave them out, or set `ns_agent: true`",
             "alpha.yaml:9:18: error: client ids belong to a non-secure agent; leave them out, or set `ns_agent: "
             "true`"}},
        Fault{"client_ids_of_an_interrupt_are_for_a_mailbox_MAN_15",
              {{"alpha.yaml", "handling: SLIH",
                "handling: SLIH\n    client_id_base: \"-0x0400FFFF\"\n    client_id_limit: \"-0x04000000\""}},
              {"alpha.yaml:22:5: error: `client_id_base` of an interrupt is for a mailbox; the secure world runs on "
               "one core and has no mailbox",
               "alpha.yaml:23:5: error: `client_id_limit` of an interrupt is for a mailbox; the secure world runs on "
               "one core and has no mailbox"}},
        Fault{"a_client_id_that_is_positive_is_an_error_MAN_15",
              {{"alpha.yaml", "0x400", "0x400\nclient_id_base: 17"}},
              {"alpha.yaml:8:17: error: `17` is not a value of `client_id_base`; a negative number of 32 bits is "
               "expected, such as \"-0x0400FFFF\""}},
        Fault{"a_client_id_base_above_the_limit_is_an_error_MAN_15",
              {{"list.yaml", "pid: 300", "pid: 300\n    non_ffm_attributes: [ns_agent]"},
               {"alpha.yaml", "0x400",
                "0x400\nns_agent: true\nclient_id_base: \"-0x04000000\"\nclient_id_limit: \"0xFBFF0001\""}},
              {"alpha.yaml:8:11: error: non-secure agents with a manifest are not supported; the only agent is the one "
               "of TrustZone, which needs no manifest",
               "alpha.yaml:9:17: error: `client_id_base` is above `client_id_limit`; base <= limit is expected, both "
               "negative"}},
        Fault{"a_non_secure_agent_is_not_supported_MAN_16",
              {{"list.yaml", "pid: 300", "pid: 300\n    non_ffm_attributes: [ns_agent]"},
               {"alpha.yaml", "0x400", "0x400\nns_agent: true"}},
              {"alpha.yaml:8:11: error: non-secure agents with a manifest are not supported; the only agent is the one "
               "of TrustZone, which needs no manifest"}},
        Fault{"weak_dependencies_have_to_be_registered_MAN_17",
              {{"alpha.yaml", "0x400", "0x400\nweak_dependencies: [NOWHERE]"}},
              {"alpha.yaml:8:1: error: `weak_dependencies` is not an attribute of FF-M; register it with "
               "`non_ffm_attributes` in the manifest list"}},
        Fault{"place_in_dtcm_has_no_effect_here_MAN_18",
              {{"list.yaml", "pid: 300", "pid: 300\n    non_ffm_attributes: [place_in_dtcm]"},
               {"alpha.yaml", "0x400", "0x400\nplace_in_dtcm: true"}},
              {"alpha.yaml:8:16: warning: `place_in_dtcm` is ignored; the board `test/board` has no such memory"}},
        Fault{"functions_of_the_library_model_are_ignored_with_a_warning_MAN_19",
              {{"alpha.yaml", "0x400", "0x400\nsecure_functions: [{name: ALPHA_OLD, signal: ALPHA_OLD_REQ}]"}},
              {"alpha.yaml:8:1: warning: `secure_functions` is ignored; it is for TF-M's former library model, "
               "`services` is what counts"}},
        Fault{"a_misspelt_key_is_explained_once_MAN_19",
              {{"alpha.yaml", "priority:", "priorty:"}},
              {"alpha.yaml:4:1: error: `priorty` is not a key of a partition manifest; did you mean `priority`?"}},
        Fault{"an_unknown_key_is_an_error_MAN_19",
              {{"alpha.yaml", "0x400", "0x400\nfavourite_colour: green"}},
              {"alpha.yaml:8:1: error: `favourite_colour` is not a key of a partition manifest; valid: "
               "`psa_framework_version`, `name`, `type`, `priority`, `model`, `entry_point`, `entry_init`, "
               "`stack_size`, `heap_size`, `description`, `services`, `irqs`, `mmio_regions`, `dependencies`, "
               "`ns_agent`, `weak_dependencies`, `place_in_dtcm`, `postern_on_error`, `postern_on_fault`, "
               "`client_id_base` and "
               "`client_id_limit`"}},
        Fault{"a_policy_has_three_values_LIFE_1",
              {{"list.yaml", "pid: 300", "pid: 300\n    non_ffm_attributes: [postern_on_fault]"},
               {"alpha.yaml", "0x400", "0x400\npostern_on_fault: reboot"}},
              {"alpha.yaml:8:19: error: `reboot` is not a value of `postern_on_fault`; valid: `reset`, `halt` and "
               "`restart`"}},
        Fault{"a_policy_must_be_registered_LIFE_1",
              {{"alpha.yaml", "0x400", "0x400\npostern_on_error: halt"}},
              {"alpha.yaml:8:1: error: `postern_on_error` is not an attribute of FF-M; register it with "
               "`non_ffm_attributes` in the manifest list"}},
        Fault{"a_key_given_twice_is_an_error",
              {{"alpha.yaml", "0x400", "0x400\nstack_size: 0x800"}},
              {"alpha.yaml:8:1: error: the key `stack_size` is given twice; keep one",
               "alpha.yaml:7:1: note: the first one is here"}},
        Fault{"a_file_that_is_no_yaml_is_an_error",
              {{"alpha.yaml", "name: ALPHA\n", "name: [ALPHA\n"}},
              {"alpha.yaml:2:7: error: not valid YAML or JSON: the bracket `[` opened here is never closed"}},
        Fault{"a_file_with_two_documents_is_an_error",
              {{"alpha.yaml", "name: ALPHA\n", "---\nname: ALPHA\n"}},
              {"alpha.yaml:3:1: error: a second document begins here; only one is expected"}},
        Fault{"an_empty_manifest_is_an_error",
              {{"old.json", "", ""}},
              {"old.json:1:1: error: the file is empty; one YAML or JSON document is expected"}},
        Fault{"a_manifest_that_is_a_list_is_an_error",
              {{"old.json", "", "[1, 2]"}},
              {"old.json:1:1: error: a partition manifest is a list; a map of keys and values is expected"}},
        Fault{"two_partitions_of_one_name_are_an_error_MAN_20",
              {{"old.json", "\"OLD\"", "\"ALPHA\""}},
              {"old.json:3:10: error: the partition name `ALPHA` is used twice; each partition needs its own",
               "alpha.yaml:2:7: note: the first one is here"}},
        Fault{
            "two_partitions_of_one_entry_point_are_an_error_MAN_20",
            {{"old.json", "old_main", "alpha_main"}},
            {"old.json:6:17: error: the entry point `alpha_main` is used twice; each partition needs its own function",
             "alpha.yaml:6:14: note: the first one is here"}},
        Fault{"two_partitions_of_one_id_are_an_error_MAN_20",
              {{"list.yaml", "pid: 302", "pid: 0x12C"}},
              {"list.yaml:12:10: error: the partition id 300 is used twice; each partition needs its own",
               "list.yaml:6:10: note: the first one is here"}},
        Fault{"a_partition_without_service_and_interrupt_is_an_error_MAN_22",
              {{"old.json", "",
                "{\"psa_framework_version\": 1.0, \"name\": \"OLD\", \"type\": \"PSA-ROT\", \"priority\": \"LOW\",\n"
                "\"entry_point\": \"old_main\", \"stack_size\": 512}"}},
              {"old.json:1:40: error: the partition `OLD` has neither a service nor an interrupt; at least one item in "
               "`services` or `irqs` is expected"}},
        Fault{"an_internal_partition_needs_neither_service_nor_interrupt_MAN_22",
              {{"list.yaml", "pid: 302", "pid: 30"},
               {"old.json", "",
                "{\"psa_framework_version\": 1.0, \"name\": \"OLD\", \"type\": \"PSA-ROT\", \"priority\": \"LOW\",\n"
                "\"entry_point\": \"old_main\", \"stack_size\": 512}"}},
              {}}),
    name_of);

}  // namespace postern::testing
