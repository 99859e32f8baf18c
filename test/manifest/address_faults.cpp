// SPDX-License-Identifier: Apache-2.0

// Errors about the owner of an address, one of each kind, with the exact text. Every address of the real boards is in
// address_test.cpp.
#include "fault.hpp"

namespace postern::testing {

namespace {

const std::string kValid =
    "; a device is expected (`TIMER1`, `UART1` and `UART2`), or unused memory: 0x10080000 to 0x100fffff (`SSRAM1`), "
    "0x10180000 to 0x103fffff (`SSRAM1`), 0x30000000 to 0x30007fff (`SRAM`), 0x38020000 to 0x381fffff (`SSRAM2`), "
    "0x38220000 to 0x383fffff (`SSRAM3`), 0x50010000 to 0x50010fff (`BUFFERS`)";

// ALPHA's numbered region of 0x40 bytes at another base.
Fault region_at(const std::string& name, const std::string& base, const std::string& range, const std::string& what) {
  return {name,
          {{"alpha.yaml", "0x50010000", base}},
          {"alpha.yaml:25:11: error: the region " + range + " cannot be a partition's: " + what + kValid}};
}

Fault wrong_board(const std::string& name, const Change& change, const std::string& headline) {
  return {name, {change}, {headline}};
}

const std::string kSecureRam = "`secure_ram`, the secure image's own memory";

}  // namespace

INSTANTIATE_TEST_SUITE_P(
    address, FaultTest,
    ::testing::Values(
        region_at("a_region_over_memory_is_an_error_MMIO_3", "0x38000100", "0x38000100 to 0x3800013f",
                  "0x38000100 is in " + kSecureRam),
        region_at("a_region_at_the_other_address_of_memory_is_an_error_MMIO_3_ISO_3", "0x28000100",
                  "0x28000100 to 0x2800013f", "0x28000100 is an alias of 0x38000100, which is in " + kSecureRam),
        region_at("a_region_at_a_mirror_of_code_is_an_error_MMIO_3_ISO_2", "0x10400020", "0x10400020 to 0x1040005f",
                  "0x10400020 is an alias of 0x10000020, which is in `secure_code`, the secure image's own memory"),
        region_at("a_region_that_begins_in_unused_memory_and_ends_in_used_is_an_error_MMIO_3", "0x100FFFE0",
                  "0x100fffe0 to 0x1010001f",
                  "0x10100000 is an alias of 0x00100000, which is in `non_secure_code`, memory of the non-secure "
                  "world"),
        region_at("a_region_over_non_secure_memory_is_an_error_MMIO_3", "0x28200000", "0x28200000 to 0x2820003f",
                  "0x28200000 is in `non_secure_ram`, memory of the non-secure world"),
        region_at("a_region_over_the_log_is_an_error_MMIO_3", "0x50204000", "0x50204000 to 0x5020403f",
                  "0x50204000 is in `UART4`, a device of the kernel"),
        region_at("a_region_over_a_non_secure_device_is_an_error_MMIO_3", "0x40200000", "0x40200000 to 0x4020003f",
                  "0x40200000 is in `UART0`, a device of the non-secure world"),
        region_at("a_region_over_the_secure_address_of_a_non_secure_device_is_an_error_MMIO_3", "0x50200000",
                  "0x50200000 to 0x5020003f",
                  "0x50200000 is an alias of 0x40200000, which is in `UART0`, a device of the non-secure world"),
        region_at("a_region_over_the_protection_unit_is_an_error_MMIO_3_ISO_16", "0xE000ED80",
                  "0xe000ed80 to 0xe000edbf",
                  "0xe000ed80 is in `PROCESSOR`, which no partition can have: its owner has all privileges"),
        region_at("a_region_at_the_other_address_of_unused_memory_is_an_error_MMIO_3", "0x20000000",
                  "0x20000000 to 0x2000003f", "0x20000000 is an alias of 0x30000000, which is in `SRAM`"),
        region_at("a_region_where_nothing_is_is_an_error_MMIO_3", "0x30008000", "0x30008000 to 0x3000803f",
                  "the board `test/board` has nothing at 0x30008000"),
        region_at("a_region_that_ends_where_nothing_is_is_an_error_MMIO_3", "0x30007FE0", "0x30007fe0 to 0x3000801f",
                  "the board `test/board` has nothing at 0x30008000"),
        region_at("a_region_at_the_last_address_is_an_error_MMIO_3", "0xFFFFFFC0", "0xffffffc0 to 0xffffffff",
                  "the board `test/board` has nothing at 0xffffffc0"),
        region_at("a_region_at_the_first_address_is_an_error_MMIO_3", "0x00000000", "0x00000000 to 0x0000003f",
                  "0x00000000 is an alias of 0x10000000, which is in `secure_code`, the secure image's own memory"),
        Fault{"a_region_of_all_addresses_is_an_error_MMIO_3",
              {{"alpha.yaml", "    size: 0x40\n", "    size: 0x100000000\n"},
               {"alpha.yaml", "0x50010000", "0"},
               {"alpha.yaml", "  - name: UART1\n    permission: READ-WRITE\n", ""}},
              {"alpha.yaml:23:11: error: the region 0x00000000 to 0xffffffff cannot be a partition's: 0x00000000 is "
               "an alias of 0x10000000, which is in `secure_code`, the secure image's own memory" +
               kValid}},
        Fault{"a_device_that_no_partition_can_have_is_an_error_MMIO_5_ISO_16",
              {{"alpha.yaml", "name: UART1", "name: PROCESSOR"}},
              {"alpha.yaml:23:11: error: the region cannot be a partition's: it is `PROCESSOR`, which no partition can "
               "have: its owner has all privileges; valid: `TIMER1`, `UART1` and `UART2`"}},
        Fault{"a_device_of_the_kernel_is_an_error_MMIO_5",
              {{"alpha.yaml", "name: UART1", "name: UART4"}},
              {"alpha.yaml:23:11: error: the region cannot be a partition's: it is `UART4`, a device of the kernel; "
               "valid: `TIMER1`, `UART1` and `UART2`; did you mean `UART1`?"}},
        Fault{
            "an_interrupt_of_the_non_secure_world_is_an_error_MIRQ_3",
            {{"old.json", "\"source\": 20", "\"source\": 32"}},
            {"old.json:15:22: error: the interrupt 32 cannot be a partition's: the board `test/board` gives it to the "
             "non-secure world; one from 0 to 123 except 32 is expected"}},
        Fault{
            "an_interrupt_of_the_non_secure_world_by_name_is_an_error_MIRQ_3",
            {{"extra.yaml", "", "interrupts:\n  names:\n    UART0_RX: 32\n"},
             {"old.json", "\"source\": 20", "\"source\": \"UART0_RX\""}},
            {"old.json:15:22: error: the interrupt 32 cannot be a partition's: the board `test/board` gives it to the "
             "non-secure world; one from 0 to 123 except 32 is expected"}},
        Fault{"an_added_device_in_memory_that_is_used_is_an_error_MMIO_3",
              {{"extra.yaml", "", "devices:\n  BUFFER: {base: 0x38000000, size: 0x400}\n"}},
              {"extra.yaml:2:3: error: the device `BUFFER` cannot be a partition's: 0x38000000 is in " + kSecureRam +
               kValid}},
        Fault{
            "an_added_device_over_one_that_no_partition_can_have_is_an_error_MMIO_3_ISO_16",
            {{"extra.yaml", "", "devices:\n  UNIT: {base: 0xE000E000, size: 0x1000}\n"}},
            {"extra.yaml:2:3: error: the device `UNIT` cannot be a partition's: 0xe000e000 is in `PROCESSOR`, which no "
             "partition can have: its owner has all privileges" +
             kValid}},
        Fault{
            "a_second_name_for_a_device_that_no_partition_can_have_is_an_error_MMIO_5",
            {{"extra.yaml", "", "devices:\n  UNIT: PROCESSOR\n"}},
            {"extra.yaml:2:9: error: `PROCESSOR`, which no partition can have: its owner has all privileges; a map of "
             "`base` and `size`, or a device that a partition can have is expected: valid: `TIMER1`, `UART1` and "
             "`UART2`"}},
        Fault{"an_added_device_has_no_gate_ISO_9",
              {{"extra.yaml", "",
                "devices:\n  BUFFER: {base: 0x30000000, size: 0x400, gate: {register: 0x50080014, bit: 1}}\n"}},
              {"extra.yaml:2:43: error: `gate` is not a key of `BUFFER`; valid: `base` and `size`"}},
        Fault{"an_added_device_has_no_owner_MMIO_3",
              {{"extra.yaml", "", "devices:\n  BUFFER: {base: 0x30000000, size: 0x400, owner: none}\n"}},
              {"extra.yaml:2:43: error: `owner` is not a key of `BUFFER`; valid: `base` and `size`"}}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    board_map, FaultTest,
    ::testing::Values(
        wrong_board("a_board_without_a_map_of_its_memory_is_an_error", {"board.yaml", "storage:", "store:"},
                    "board.yaml:28:1: error: `store` is not a key of a board; did you mean `storage`?"),
        wrong_board(
            "memory_in_no_memory_of_the_map_is_an_error",
            {"board.yaml", "secure_ram: {base: 0x38000000", "secure_ram: {base: 0x60000000"},
            "board.yaml:10:3: error: `secure_ram` lies in no memory of `storage`; a range inside one of them is "
            "expected: `BUFFERS`, `SRAM`, `SSRAM1`, `SSRAM2` and `SSRAM3`"),
        wrong_board("memory_of_both_worlds_at_two_addresses_is_an_error",
                    {"board.yaml", "non_secure_code: {base: 0x00100000", "non_secure_code: {base: 0x00040000"},
                    "board.yaml:9:3: error: `non_secure_code` and `secure_code` are the same memory, `SSRAM1`, at two "
                    "addresses; memories apart from "
                    "each other are expected"),
        wrong_board("two_devices_at_one_address_are_an_error",
                    {"board.yaml", "UART4: {base: 0x50204000, size: 0x1000, also: [0x40204000]",
                     "UART4: {base: 0x50204000, size: 0x1000, also: [0x50202000]"},
                    "board.yaml:25:3: error: `UART2` and `UART4` both have the address 0x50202000; one of them is "
                    "expected there"),
        wrong_board(
            "a_withheld_device_without_a_reason_is_an_error",
            {"board.yaml", ", because: its owner has all privileges", ""},
            "board.yaml:27:14: error: `PROCESSOR` needs the key `because`; why no partition can have the device"),
        wrong_board(
            "a_gate_of_a_device_that_has_an_owner_is_an_error",
            {"board.yaml", "also: [0x40204000], owner: kernel", "gate: {register: 0x500800C4, bit: 9}, owner: kernel"},
            "board.yaml:25:43: error: `UART4` has an owner, and a gate is for the devices of partitions; one of "
            "`owner` and `gate` is expected"),
        wrong_board("a_port_of_a_device_that_is_not_given_is_an_error",
                    {"board.yaml", "also: [0x40204000], owner: kernel",
                     "port: {register: 0x50080084, bit: 9}, owner: kernel"},
                    "board.yaml:25:43: error: a port gives `UART4` to the non-secure world; `owner: non_secure` is "
                    "expected"),
        wrong_board("a_log_that_is_not_the_kernels_is_an_error", {"board.yaml", "log: UART4", "log: UART1"},
                    "board.yaml:34:6: error: `UART1` is not a value of `log`; valid: `UART4`; did you mean `UART4`?")),
    name_of);

}  // namespace postern::testing
