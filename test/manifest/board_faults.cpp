// SPDX-License-Identifier: Apache-2.0

// Errors in a board file.
#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    board, FaultTest,
    ::testing::Values(
        Fault{"an_unknown_architecture_is_an_error",
              {{"board.yaml", "armv8m", "armv7m"}},
              {"board.yaml:3:15: error: `armv7m` is not a value of `architecture`; valid: `armv8m` and `host`; did "
               "you mean `armv8m`?"}},
        Fault{"memory_that_is_missing_is_an_error",
              {{"board.yaml", "  secure_ram: {base: 0x38000000, size: 0x00020000}\n", ""}},
              {"board.yaml:9:3: error: `memory` of a board needs the key `secure_ram`; a map of `base` and `size`"}},
        Fault{"memory_that_cannot_be_protected_is_an_error",
              {{"board.yaml", "base: 0x38000000", "base: 0x38000010"}},
              {"board.yaml:10:15: error: `secure_ram` cannot be protected; base and size are expected to be multiples "
               "of 32 that stay within 32 bits"}},
        Fault{"non_secure_memory_that_does_not_exist_is_an_error",
              {{"board.yaml", "[non_secure_code,", "[flash,"}},
              {"board.yaml:13:21: error: `flash` is not a value of `non_secure_memory`; valid: `secure_code`, "
               "`secure_ram`, `non_secure_code` and `non_secure_ram`"}},
        Fault{"an_interrupt_name_beyond_the_count_is_an_error",
              {{"board.yaml", "TEST_LINE: 20", "TEST_LINE: 124"}},
              {"board.yaml:19:16: error: `124` is not a value of `TEST_LINE`; a decimal or hexadecimal number from 0 "
               "to 123 is expected"}},
        Fault{"a_property_of_the_machine_that_is_none_is_an_error",
              {{"board.yaml", "machine: mps2-an521\n",
                "machine: mps2-an521\nfpu: true\nmachine_with_fpu: [CPU0_FPU=on]\n"}},
              {"board.yaml:7:20: error: `CPU0_FPU=on` cannot be in `machine_with_fpu`; what -global of QEMU gets is "
               "expected, for example sse-200.CPU0_FPU=on"}},
        Fault{
            "a_machine_with_fpu_for_a_board_without_is_an_error",
            {{"board.yaml", "machine: mps2-an521\n", "machine: mps2-an521\nmachine_with_fpu: [sse-200.CPU0_FPU=on]\n"}},
            {"board.yaml:6:19: error: `machine_with_fpu` is for a board with `fpu: true`"}},
        Fault{"a_uart_of_a_kind_without_a_driver_is_an_error",
              {{"board.yaml", "log: UART4", "log: UART4\nuart: ns16550"}},
              {"board.yaml:35:7: error: `ns16550` is not a value of `uart`; valid: `cmsdk`, `pl011` and `own`"}},
        Fault{"a_misspelt_key_of_a_board_is_explained",
              {{"board.yaml", "mpu_regions", "mpu_region"}},
              {"board.yaml:6:1: error: `mpu_region` is not a key of a board; did you mean `mpu_regions`?"}},
        Fault{"a_board_that_is_no_map_is_an_error",
              {{"board.yaml", "", "[]"}},
              {"board.yaml:1:1: error: a board is a list; a map of keys and values is expected"}}),
    name_of);

}  // namespace postern::testing
