#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    board, FaultTest,
    ::testing::Values(
        Fault{"an_unknown_architecture_is_an_error", {{"board.yaml", "armv8m", "armv7m"}}, {"?"}},
        Fault{"memory_that_is_missing_is_an_error", {{"board.yaml", "  secure_ram: {base: 0x38000000, size: 0x00020000}\n", ""}}, {"?"}},
        Fault{"memory_that_cannot_be_protected_is_an_error", {{"board.yaml", "base: 0x38000000", "base: 0x38000010"}}, {"?"}},
        Fault{"non_secure_memory_that_does_not_exist_is_an_error", {{"board.yaml", "[non_secure_code,", "[flash,"}}, {"?"}},
        Fault{"an_interrupt_name_beyond_the_count_is_an_error", {{"board.yaml", "TEST_LINE: 20", "TEST_LINE: 124"}}, {"?"}},
        Fault{"a_misspelt_key_of_a_board_is_explained", {{"board.yaml", "mpu_regions", "mpu_region"}}, {"?"}},
        Fault{"a_board_that_is_no_map_is_an_error", {{"board.yaml", "", "[]"}}, {"?"}}),
    name_of);

}  // namespace postern::testing
