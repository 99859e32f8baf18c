// SPDX-License-Identifier: Apache-2.0

// Errors in a manifest list.
#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    list, FaultTest,
    ::testing::Values(
        Fault{"a_list_without_manifest_list_is_an_error_MLIST_1",
              {{"list.yaml", "", "type: manifest_list\n"}},
              {"list.yaml:1:1: error: a manifest list needs the key `manifest_list`; the list of manifests"}},
        Fault{"a_file_that_is_another_list_is_an_error",
              {{"list.yaml", "type: manifest_list", "type: shopping_list"}},
              {"list.yaml:2:7: error: `shopping_list` is not a value of `type`; valid: `manifest_list`"}},
        Fault{"an_item_without_description_is_an_error_MLIST_1",
              {{"list.yaml", "  - description: An SFN partition\n    manifest", "  - manifest"}},
              {"list.yaml:7:5: error: an item of `manifest_list` needs the key `description`; a text for logs"}},
        Fault{"an_item_without_manifest_is_an_error_MLIST_2",
              {{"list.yaml", "    manifest: old.json\n", ""}},
              {"list.yaml:10:5: error: an item of `manifest_list` needs the key `manifest`; the path of a manifest"}},
        Fault{"a_manifest_that_does_not_exist_is_an_error_MLIST_2",
              {{"list.yaml", "old.json", "parts/young.json"}},
              {"list.yaml:11:15: error: there is no file `parts/young.json`; looked for `parts/young.json` and "
               "`parts/young.json`"}},
        Fault{"a_list_in_a_list_is_an_error",
              {{"list.yaml", "old.json", "list.yaml"}},
              {"list.yaml:11:15: error: `list.yaml` is a manifest list; a manifest is expected, and each list is given "
               "to the build by itself"}},
        Fault{"an_environment_variable_that_is_not_set_is_an_error_MLIST_2",
              {{"list.yaml", "old.json", "${MANIFEST_TEST_NOWHERE}/old.json"}},
              {"list.yaml:11:15: error: the environment variable `MANIFEST_TEST_NOWHERE` in "
               "`${MANIFEST_TEST_NOWHERE}/old.json` is not set; set it, or write the path without it"}},
        Fault{"an_environment_variable_in_an_output_path_is_expanded_too_MLIST_3",
              {{"list.yaml", "manifest: old.json", "manifest: old.json\n    output_path: $MANIFEST_TEST_NOWHERE"}},
              {"list.yaml:12:18: error: the environment variable `MANIFEST_TEST_NOWHERE` in `$MANIFEST_TEST_NOWHERE` "
               "is not set; set it, or write the path without it"}},
        Fault{"an_undefined_condition_is_an_error_MLIST_4",
              {{"list.yaml", "pid: 302", "pid: 302\n    conditional: EXTRAS"}},
              {"list.yaml:13:18: error: the configuration macro `EXTRAS` is not defined; give it a value: -DEXTRAS=ON "
               "or OFF to CMake, --define EXTRAS=ON or OFF to this command; did you mean `EXTRA`?"}},
        Fault{"a_condition_is_compared_with_names_that_are_like_it_only_MLIST_4",
              {{"list.yaml", "pid: 302", "pid: 302\n    conditional: BETA_QUEUES_X"}},
              {"list.yaml:13:18: error: the configuration macro `BETA_QUEUES_X` is not defined; give it a value: "
               "-DBETA_QUEUES_X=ON or OFF to CMake, --define BETA_QUEUES_X=ON or OFF to this command"},
              "IPC",
              "1",
              {"BETA_STATES_X=ON"}},
        Fault{"a_condition_that_is_neither_on_nor_off_is_an_error_MLIST_4",
              {{"list.yaml", "pid: 302", "pid: 302\n    conditional: BETA_STACK"}},
              {"list.yaml:13:18: error: the configuration macro `BETA_STACK` is `0x300`; valid: 1, on, true, "
               "enabled, 0, off, false, disabled and the empty value"}},
        Fault{"a_reserved_id_is_an_error_MLIST_5",
              {{"list.yaml", "pid: 302", "pid: 2"}},
              {"list.yaml:12:10: error: `2` is not a value of `pid`; a decimal or hexadecimal number from 3 to "
               "0x7fffffff is expected"}},
        Fault{"an_id_that_is_no_number_is_an_error_MLIST_5",
              {{"list.yaml", "pid: 302", "pid: first"}},
              {"list.yaml:12:10: error: `first` is not a value of `pid`; a decimal or hexadecimal number from 3 to "
               "0x7fffffff is expected"}},
        Fault{"an_id_of_more_than_31_bits_is_an_error_MLIST_5",
              {{"list.yaml", "pid: 302", "pid: 0x80000000"}},
              {"list.yaml:12:10: error: `0x80000000` is not a value of `pid`; a decimal or hexadecimal number from 3 "
               "to 0x7fffffff is expected"}},
        Fault{"ids_from_6000_on_are_reserved_with_a_warning_CID_10",
              {{"list.yaml", "pid: 302", "pid: 6000"}},
              {"list.yaml:12:10: warning: partition ids from 6000 on are reserved; 256 to 2999 are for products"}},
        Fault{"no_id_is_left_above_the_highest_MLIST_5",
              {{"list.yaml", "    pid: 300\n", ""}, {"list.yaml", "pid: 302", "pid: 0x7FFFFFFF"}},
              {"list.yaml:11:10: warning: partition ids from 6000 on are reserved; 256 to 2999 are for products",
               "list.yaml:11:10: error: no partition id is left above 2147483647 for the manifests without `pid`; use "
               "a smaller one"}},
        Fault{"a_library_list_that_is_no_list_is_an_error_MLIST_6",
              {{"list.yaml", "pid: 302", "pid: 302\n    linker_pattern: {library_list: \"*old*\"}"}},
              {"list.yaml:13:36: error: `library_list` is a single value; a list is expected"}},
        Fault{"an_unknown_linker_pattern_is_an_error_MLIST_7",
              {{"list.yaml", "pid: 302", "pid: 302\n    linker_pattern: {objects_list: []}"}},
              {"list.yaml:13:22: error: `objects_list` is not a key of `linker_pattern`; did you mean `object_list`?"}},
        Fault{"registered_attributes_that_are_no_list_are_an_error_MLIST_9",
              {{"list.yaml", "pid: 302", "pid: 302\n    non_ffm_attributes: ns_agent"}},
              {"list.yaml:13:25: error: `non_ffm_attributes` is a single value; a list is expected"}},
        Fault{"a_misspelt_key_of_an_item_is_explained",
              {{"list.yaml", "pid: 302", "pidd: 302"}},
              {"list.yaml:12:5: error: `pidd` is not a key of an item of `manifest_list`; did you mean `pid`?"}},
        Fault{"keys_of_old_lists_are_ignored_MLIST_10_MLIST_8",
              {{"list.yaml", "pid: 302",
                "pid: 302\n    short_name: TFM_SP_OLD\n    tfm_partition_ns: true\n    version_major: 0\n    "
                "version_minor: 1"}},
              {}},
        Fault{
            "the_id_of_a_list_is_ignored_with_a_warning_MLIST_10",
            {{"list.yaml", "type: manifest_list", "type: manifest_list\npid: 1000"}},
            {"list.yaml:3:1: warning: the `pid` of a list is ignored; an item has its own, or gets the next free one"}},
        Fault{"two_manifests_of_one_header_are_an_error_GEN_12",
              {{"list.yaml", "old.json", "more/beta.json"},
               {"more/beta.json", "",
                "{\"psa_framework_version\": 1.0, \"name\": \"MORE\", \"type\": \"PSA-ROT\", \"priority\": \"LOW\",\n"
                "\"entry_point\": \"more_main\", \"stack_size\": 512, \"irqs\": [{\"source\": 9, \"signal\": "
                "\"MORE_IRQ\"}]}"}},
              {"more/beta.json:1:40: error: the partition `BETA` and the partition `MORE` both define the header "
               "`psa_manifest/beta.h`; different names are expected",
               "beta.yaml:2:7: note: the other one is here"}},
        Fault{"a_manifest_named_like_a_table_is_an_error_GEN_12",
              {{"list.yaml", "old.json", "sid.json"},
               {"sid.json", "",
                "{\"psa_framework_version\": 1.0, \"name\": \"MORE\", \"type\": \"PSA-ROT\", \"priority\": \"LOW\",\n"
                "\"entry_point\": \"more_main\", \"stack_size\": 512, \"irqs\": [{\"source\": 9, \"signal\": "
                "\"MORE_IRQ\"}]}"}},
              {"sid.json:1:40: error: the table of services and the partition `MORE` both define the header "
               "`psa_manifest/sid.h`; different names are expected"}}),
    name_of);

}  // namespace postern::testing
