// SPDX-License-Identifier: Apache-2.0

// Errors in a manifest's services.
#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    service, FaultTest,
    ::testing::Values(
        Fault{"a_service_without_name_is_an_error_SVC_1",
              {{"beta.yaml", "  - name: BETA_ADD\n    sid", "  - sid"}},
              {"beta.yaml:9:5: error: an item of `services` needs the key `name`; a C identifier, the beginning of the "
               "service's macros"}},
        Fault{"a_service_name_that_is_no_identifier_is_an_error_SVC_1",
              {{"beta.yaml", "BETA_ADD", "BETA ADD"}, {"old.json", "\"BETA_ADD\"", ""}},
              {"beta.yaml:9:11: error: `BETA ADD` cannot be the name of a service; a C identifier of letters, digits "
               "and underscores, not beginning with a digit, is expected"}},
        Fault{"a_service_without_sid_is_an_error_SVC_2",
              {{"beta.yaml", "    sid: \"0x00000200\"\n", ""}},
              {"beta.yaml:9:5: error: an item of `services` needs the key `sid`; a 32-bit number"}},
        Fault{"a_sid_of_more_than_32_bits_is_an_error_SVC_2",
              {{"beta.yaml", "0x00000200", "0x100000000"}},
              {"beta.yaml:10:10: error: `0x100000000` is not a value of `sid`; a decimal or hexadecimal number from 0 "
               "to 0xffffffff is expected"}},
        Fault{"a_sid_that_is_no_number_is_an_error_SVC_2",
              {{"beta.yaml", "0x00000200", "00000200"}},
              {"beta.yaml:10:10: error: `00000200` is not a value of `sid`; a decimal or hexadecimal number from 0 to "
               "0xffffffff is expected"}},
        Fault{"a_service_without_non_secure_clients_is_an_error_SVC_3",
              {{"beta.yaml", "    non_secure_clients: true\n", ""}},
              {"beta.yaml:9:5: error: an item of `services` needs the key `non_secure_clients`; valid: true and "
               "false"}},
        Fault{"a_quoted_boolean_is_an_error_SVC_3",
              {{"beta.yaml", "non_secure_clients: true", "non_secure_clients: \"false\""}},
              {"beta.yaml:11:25: error: `false` is not a value of `non_secure_clients`; valid: true and false, "
               "without quotes"}},
        Fault{"a_version_of_zero_is_an_error_SVC_14",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    version: 0"}},
              {"beta.yaml:13:14: error: `0` is not a value of `version`; a decimal or hexadecimal number from 1 to "
               "0xffffffff is expected"}},
        Fault{"a_negative_version_is_an_error_SVC_4",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    version: -1"}},
              {"beta.yaml:13:14: error: `-1` is not a value of `version`; a decimal or hexadecimal number from 1 to "
               "0xffffffff is expected"}},
        Fault{"a_stateless_version_above_255_is_an_error_SVC_14",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    version: 256"}},
              {"beta.yaml:13:14: error: the version 256 of a stateless service does not fit its handle; a number from "
               "1 to 255 is expected"}},
        Fault{"a_misspelt_version_policy_is_explained_SVC_5",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    version_policy: RELAX"}},
              {"beta.yaml:13:21: error: `RELAX` is not a value of `version_policy`; valid: `STRICT` and `RELAXED`; "
               "did you mean `RELAXED`?"}},
        Fault{"a_1_1_service_without_connection_based_is_an_error_SVC_7",
              {{"beta.yaml", "    connection_based: false\n", ""}},
              {"beta.yaml:9:5: error: an item of `services` needs the key `connection_based`; valid: true and false"}},
        Fault{"a_1_0_service_stays_connection_based_with_a_warning_SVC_7_SLS_11",
              {{"old.json", "\"sid\": \"0x00000300\",", "\"sid\": \"0x00000300\", \"connection_based\": false,"}},
              {"old.json:11:45: warning: `connection_based: false` is ignored: a service of framework version 1.0 is "
               "always connection based; it needs `psa_framework_version: 1.1`"}},
        Fault{"a_stateless_handle_of_zero_is_an_error_SVC_8",
              {{"alpha.yaml", "stateless_handle: 5", "stateless_handle: 0"}},
              {"alpha.yaml:17:23: error: `0` is not a value of `stateless_handle`; valid: the numbers 1 to 32 and "
               "auto"}},
        Fault{"a_stateless_handle_above_32_is_an_error_SVC_12",
              {{"alpha.yaml", "stateless_handle: 5", "stateless_handle: 33"}},
              {"alpha.yaml:17:23: error: `33` is not a value of `stateless_handle`; valid: the numbers 1 to 32 and "
               "auto"}},
        Fault{"a_stateless_handle_that_is_a_word_is_an_error_SVC_12",
              {{"alpha.yaml", "stateless_handle: 5", "stateless_handle: any"}},
              {"alpha.yaml:17:23: error: `any` is not a value of `stateless_handle`; valid: the numbers 1 to 32 and "
               "auto"}},
        Fault{"a_stateless_handle_used_twice_is_an_error_SVC_12",
              {{"beta.yaml", "connection_based: false", "connection_based: false\n    stateless_handle: 5"}},
              {"beta.yaml:13:23: error: the stateless handle 5 is used twice; another number from 1 to 32, or auto, is "
               "expected",
               "alpha.yaml:17:23: note: the first one is here"}},
        Fault{"a_stateless_handle_of_a_connection_based_service_is_ignored_with_a_warning_SVC_13",
              {{"alpha.yaml", "connection_based: true", "connection_based: true\n    stateless_handle: 5"}},
              {"alpha.yaml:13:23: warning: `stateless_handle` is ignored: the service is connection based; it needs "
               "`connection_based: false`"}},
        Fault{"a_misspelt_mm_iovec_is_explained_SVC_9",
              {{"alpha.yaml", "connection_based: true", "connection_based: true\n    mm_iovec: enabled"}},
              {"alpha.yaml:13:15: error: `enabled` is not a value of `mm_iovec`; valid: `enable` and `disable`; did "
               "you mean `enable`?"}},
        Fault{"an_unknown_key_of_a_service_is_an_error_MAN_24",
              {{"alpha.yaml", "connection_based: true", "connection_based: true\n    minor_policy: STRICT"}},
              {"alpha.yaml:13:5: error: `minor_policy` is not a key of an item of `services`; valid: `name`, `sid`, "
               "`non_secure_clients`, `connection_based`, `version`, `version_policy`, `stateless_handle`, `mm_iovec` "
               "and `description`"}},
        Fault{"a_misspelt_key_of_a_service_is_explained_once_MAN_24",
              {{"beta.yaml", "non_secure_clients: true", "non_secure_client: true"}},
              {"beta.yaml:11:5: error: `non_secure_client` is not a key of an item of `services`; did you mean "
               "`non_secure_clients`?"}},
        Fault{"a_service_that_is_no_map_is_an_error_MAN_24",
              {{"beta.yaml", "services:\n", "services:\n  - BETA\n"}},
              {"beta.yaml:9:5: error: an item of `services` is a single value; a map of keys and values is expected"}},
        Fault{"a_sid_used_twice_is_found_by_its_number_SVC_10",
              {{"beta.yaml", "\"0x00000200\"", "256"}},
              {"beta.yaml:10:10: error: the SID 0x00000100 is used twice; each service needs its own",
               "alpha.yaml:10:10: note: the first one is here"}},
        Fault{"a_service_name_used_twice_is_an_error_SVC_11",
              {{"old.json", "OLD_SERVICE", "ALPHA_OPEN"}},
              {"old.json:10:12: error: the service name `ALPHA_OPEN` is used twice; each service needs its own",
               "alpha.yaml:9:11: note: the first one is here"}}),
    name_of);

}  // namespace postern::testing
