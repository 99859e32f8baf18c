// SPDX-License-Identifier: Apache-2.0

// Errors in the files that add devices and interrupts to a board (POSTERN_EXTRA_BOARD_FILES).
#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    board_extra, FaultTest,
    ::testing::Values(
        Fault{"a_device_can_be_added_MMIO_1",
              {{"extra.yaml", "", "devices:\n  BUFFER: {base: 0x30000000, size: 0x400}\n"},
               {"alpha.yaml", "name: UART1", "name: BUFFER"}},
              {}},
        Fault{"a_device_and_an_interrupt_can_get_second_names_MMIO_1",
              {{"extra.yaml", "",
                "description: Our names\ndevices:\n  CONSOLE: UART2\ninterrupts:\n  names:\n    CONSOLE_IRQ: UART1_TX\n"
                "    SPARE: 100\n"},
               {"alpha.yaml", "name: UART1", "name: CONSOLE"},
               {"alpha.yaml", "source: TIMER0", "source: CONSOLE_IRQ"},
               {"old.json", "\"source\": 20", "\"source\": \"SPARE\""}},
              {}},
        Fault{"two_names_of_one_device_have_one_owner_MMIO_3",
              {{"extra.yaml", "", "devices:\n  CONSOLE: UART1\n"},
               {"beta.yaml",
                "dependencies:", "mmio_regions:\n  - name: CONSOLE\n    permission: READ-ONLY\ndependencies:"}},
              {"beta.yaml:14:11: error: the region `CONSOLE` (0x50201000 to 0x50201fff) overlaps `UART1` (0x50201000 "
               "to 0x50201fff) of `ALPHA`; regions without common addresses are expected",
               "alpha.yaml:23:11: note: the other region is here"}},
        Fault{"two_names_of_one_interrupt_have_one_owner_MIRQ_9",
              {{"extra.yaml", "", "interrupts:\n  names:\n    TICKER: TIMER0\n"},
               {"old.json", "\"source\": 20", "\"source\": \"TICKER\""}},
              {"old.json:15:22: error: the interrupt 3 is used twice; each interrupt line has one owner",
               "alpha.yaml:19:13: note: the first one is here"}},
        Fault{"an_added_device_cannot_replace_one_of_the_board_MMIO_3",
              {{"extra.yaml", "", "devices:\n  UART1: {base: 0x30000000, size: 0x400}\n"}},
              {"extra.yaml:2:3: error: `UART1` is the name of another device of the board `test/board`; a new name is "
               "expected",
               "board.yaml:22:3: note: the other one is here"}},
        Fault{"an_added_interrupt_cannot_replace_one_of_the_board_MIRQ_3",
              {{"extra.yaml", "", "interrupts:\n  names:\n    TIMER0: 4\n"}},
              {"extra.yaml:3:5: error: `TIMER0` is the name of another interrupt of the board `test/board`; a new name "
               "is expected",
               "board.yaml:17:5: note: the other one is here"}},
        Fault{"an_added_device_that_overlaps_another_is_an_error_MMIO_3",
              {{"extra.yaml", "", "devices:\n  WIDE: {base: 0x50201FE0, size: 0x40}\n"}},
              {"extra.yaml:2:3: error: the device `WIDE` overlaps `UART1`; another range is expected, or that name in "
               "its place",
               "board.yaml:22:3: note: the other one is here"}},
        Fault{
            "two_added_devices_that_overlap_are_an_error_MMIO_3",
            {{"extra.yaml", "",
              "devices:\n  FIRST: {base: 0x30000000, size: 0x400}\n  SECOND: {base: 0x300003E0, size: 0x20}\n"}},
            {"extra.yaml:3:3: error: the device `SECOND` overlaps `FIRST`; another range is expected, or that name in "
             "its place",
             "extra.yaml:2:3: note: the other one is here"}},
        Fault{"a_second_name_for_a_device_that_is_not_there_is_explained_MMIO_5",
              {{"extra.yaml", "", "devices:\n  CONSOLE: UART11\n"}},
              {"extra.yaml:2:12: error: `UART11` is not a device of the board `test/board`; a map of `base` and "
               "`size`, or one of its names is expected: valid: `TIMER1`, `UART1` and `UART2`; did you mean "
               "`UART1`?"}},
        Fault{"a_second_name_for_an_interrupt_that_is_not_there_is_explained_MIRQ_3",
              {{"extra.yaml", "", "interrupts:\n  names:\n    TICKER: TIMER_0\n"}},
              {"extra.yaml:3:13: error: `TIMER_0` is not an interrupt of the board `test/board`; a number, or one of "
               "its names is expected: valid: `TEST_LINE`, `TIMER0` and `UART1_TX`; did you mean `TIMER0`?"}},
        Fault{
            "an_added_interrupt_behind_the_last_is_an_error_MIRQ_3",
            {{"extra.yaml", "", "interrupts:\n  names:\n    FAR: 124\n"}},
            {"extra.yaml:3:10: error: `124` is not a value of `FAR`; a decimal or hexadecimal number from 0 to 123 is "
             "expected"}},
        Fault{
            "an_added_device_that_cannot_be_protected_is_an_error_MMIO_8",
            {{"extra.yaml", "", "devices:\n  ODD: {base: 0x30000010, size: 0x400}\n"}},
            {"extra.yaml:2:8: error: `ODD` cannot be protected; base and size are expected to be multiples of 32 that "
             "stay within 32 bits"}},
        Fault{"memory_cannot_be_added",
              {{"extra.yaml", "", "memory:\n  secure_ram: {base: 0x30000000, size: 0x400}\n"}},
              {"extra.yaml:1:1: error: `memory` is not a key of a file of additions to a board; valid: "
               "`description`, `interrupts` and `devices`"}},
        Fault{"the_number_of_interrupts_cannot_be_changed",
              {{"extra.yaml", "", "interrupts:\n  count: 200\n"}},
              {"extra.yaml:2:3: error: `count` is not a key of `interrupts` of an addition; valid: `names`"}},
        Fault{"additions_that_are_no_map_are_an_error",
              {{"extra.yaml", "", "[]"}},
              {"extra.yaml:1:1: error: a file of additions to a board is a list; a map of keys and values is "
               "expected"}}),
    name_of);

}  // namespace postern::testing
