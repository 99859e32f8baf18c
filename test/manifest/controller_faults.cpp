// SPDX-License-Identifier: Apache-2.0

#include "fault.hpp"

namespace postern::testing {

namespace {

/// The base system with these controllers from line 22 of board.yaml on.
Fault with(const std::string& name, const std::string& controllers, const std::vector<std::string>& headlines) {
  return {name, {{"board.yaml", "devices:\n", "controllers:\n" + controllers + "devices:\n"}}, headlines};
}

Fault without_subsystem(const std::string& name, const std::vector<std::string>& headlines) {
  return {name, {{"board.yaml", "interrupts:\n", "subsystem: none\ninterrupts:\n"}}, headlines};
}

const std::string kBits = "  - {name: BITS, registers: 0x50022100, fields: 32, count: 2, secure: 1, non_secure: 0}\n";

Fault with_access(const std::string& name, const std::string& access, const std::vector<std::string>& headlines) {
  Fault fault = with(name, kBits, headlines);
  fault.changes.push_back({"board.yaml", "UART1: {base: 0x50201000, size: 0x1000}",
                           "UART1: {base: 0x50201000, size: 0x1000, access: {" + access + "}}"});
  return fault;
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(
    controllers, FaultTest,
    ::testing::Values(
        with("a_controller_without_a_name_is_an_error",
             "  - {registers: 0x50022100, count: 2, secure: 1, non_secure: 0}\n",
             {"board.yaml:22:5: error: an item of `controllers` needs the key `name`; a name; or `register`, for one "
              "register by itself"}),
        with("a_register_without_a_value_is_an_error", "  - {register: 0x50022100}\n",
             {"board.yaml:22:5: error: an item of `controllers` needs the key `value`; a word; or `expect`, to compare "
              "without a write"}),
        with("a_register_between_words_is_an_error", "  - {register: 0x50022102, value: 1}\n",
             {"board.yaml:22:16: error: `0x50022102` is not the address of a register; a multiple of 4 is expected"}),
        with("a_key_that_reads_back_is_an_error", "  - {register: 0x50022100, value: 1, mask: 0xFFFF, key: 0x8000}\n",
             {"board.yaml:22:5: error: `mask` and `key` have a bit in common; a key does not read back"}),
        with("a_value_outside_of_a_mask_that_preserves_is_an_error",
             "  - {register: 0x50022100, value: 3, mask: 1, preserve: true}\n",
             {"board.yaml:22:5: error: `value` has a bit that `preserve` leaves as it is; a `mask` with all of its "
              "bits is expected"}),
        with("a_register_that_is_set_twice_is_an_error",
             "  - {register: 0x50022100, value: 1}\n  - {register: 0x50022100, value: 2}\n",
             {"board.yaml:23:5: error: the register 0x50022100 is set twice; `preserve` and masks without common bits "
              "are expected",
              "board.yaml:22:5: note: the other one is here"}),
        with("a_register_whose_bits_are_lost_is_an_error",
             "  - {register: 0x50022100, value: 1, mask: 1}\n  - {register: 0x50022100, value: 2, mask: 2}\n",
             {"board.yaml:23:5: error: the register 0x50022100 is set twice; `preserve` and masks without common bits "
              "are expected",
              "board.yaml:22:5: note: the other one is here"}),
        with("two_parts_of_a_register_are_no_error",
             "  - {register: 0x50022100, value: 1, mask: 1, preserve: true}\n"
             "  - {register: 0x50022100, value: 2, mask: 2, preserve: true}\n",
             {}),
        with("a_controller_of_a_memory_that_the_board_has_not_is_an_error",
             "  - {name: BLOCKS, memory: SSRAM9, block: 0x400, registers: 0x50022100, secure: 1, non_secure: 0}\n",
             {"board.yaml:22:28: error: `SSRAM9` is not a value of `memory`; valid: `BUFFERS`, `SRAM`, `SSRAM1`, "
              "`SSRAM2` and `SSRAM3`; did you mean `SSRAM1`?"}),
        with("blocks_that_do_not_fill_a_memory_are_an_error",
             "  - {name: BLOCKS, memory: BUFFERS, block: 0x600, registers: 0x50022100, secure: 1, non_secure: 0}\n",
             {"board.yaml:22:44: error: `BUFFERS` has 4096 bytes; a size that divides it into 4096 blocks at most is "
              "expected"}),
        with("fields_of_different_sizes_are_an_error",
             "  - {name: BITS, registers: 0x50022100, fields: 3, count: 2, secure: 1, non_secure: 0}\n",
             {"board.yaml:22:49: error: the fields of a register have one size; 1, 2, 4, 8, 16 or 32 is expected"}),
        with(
            "a_value_that_is_larger_than_its_field_is_an_error",
            "  - {name: BITS, registers: 0x50022100, fields: 32, count: 2, secure: 2, non_secure: 0}\n",
            {"board.yaml:22:12: error: a value or the mask of `BITS` is too large for a field; up to 0x1 is expected"}),
        with("a_controller_that_nothing_would_compare_is_an_error",
             "  - {name: BITS, registers: 0x50022100, count: 2, secure: 0, non_secure: 0}\n",
             {"board.yaml:22:12: error: the mask of `BITS` must have a bit, and with `preserve` all bits that one of "
              "its values sets"}),
        with("a_controller_whose_key_is_in_a_field_is_an_error",
             "  - {name: BITS, registers: 0x50022100, fields: 2, count: 2, secure: 1, non_secure: 0, key: 0x10000}\n",
             {"board.yaml:22:12: error: the key of `BITS` has a bit of a field; a key does not read back"}),
        with("two_controllers_of_one_name_are_an_error", kBits + kBits,
             {"board.yaml:23:12: error: `BITS` is the name of another controller of the board `test/board`; a new name "
              "is expected",
              "board.yaml:22:12: note: the other one is here"}),
        with_access(
            "access_to_a_controller_that_the_board_has_not_is_an_error", "BIT: 0",
            {"board.yaml:24:52: error: `BIT` is not a controller of devices; valid: `BITS`; did you mean `BITS`?"}),
        with_access(
            "access_to_a_field_that_the_controller_has_not_is_an_error", "BITS: 2",
            {"board.yaml:24:52: error: `BITS` has no field 2; one from 0 to 1 that is not `reserved` is expected"}),
        with_access(
            "a_field_of_two_devices_is_an_error", "BITS: [0, 0]",
            {"board.yaml:24:52: error: field 0 of `BITS` is that of `UART1`; a field decides about one device"}),
        without_subsystem("a_corstone_controller_on_a_board_of_another_kind_is_an_error",
                          {"board.yaml:30:3: error: the controllers of `SSRAM1` are those of a Corstone subsystem; on "
                           "a board with `subsystem: none`, `controllers` of the board name their `memory`",
                           "board.yaml:32:3: error: the controllers of `SSRAM3` are those of a Corstone subsystem; on "
                           "a board with `subsystem: none`, `controllers` of the board name their `memory`",
                           "board.yaml:27:3: error: `UART0` has a `gate` or a `port`, which are bits of a Corstone "
                           "subsystem; `access` is expected on a board with `subsystem: none`"}),
        Fault{"blocks_that_are_no_power_of_two_are_an_error",
              {{"board.yaml", "interrupts:\n", "block_size: 96\ninterrupts:\n"}},
              {"board.yaml:14:13: error: a block of a memory protection controller is a power of two"}},
        Fault{"memory_that_is_not_of_whole_words_of_larger_blocks_is_an_error",
              {{"board.yaml", "interrupts:\n", "block_size: 0x4000\ninterrupts:\n"}},
              {"board.yaml:12:3: error: `non_secure_ram` is divided between the worlds in steps of 0x80000; multiples "
               "of that are expected for base and size"}}),
    name_of);

}  // namespace postern::testing
