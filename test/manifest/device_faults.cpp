// SPDX-License-Identifier: Apache-2.0

// Errors in a manifest's device regions and interrupts.
#include "fault.hpp"

namespace postern::testing {

INSTANTIATE_TEST_SUITE_P(
    mmio, FaultTest,
    ::testing::Values(
        Fault{"a_region_without_base_is_an_error_MMIO_1",
              {{"alpha.yaml", "  - base: \"0x50010000\"\n    size", "  - size"}},
              {"alpha.yaml:25:5: error: an item of `mmio_regions` needs the key `base`; an address, or the key `name` "
               "of a device of the board"}},
        Fault{"a_region_without_size_is_an_error_MMIO_1",
              {{"alpha.yaml", "    size: 0x40\n", ""}},
              {"alpha.yaml:25:5: error: an item of `mmio_regions` needs the key `size`; a number of bytes"}},
        Fault{"a_region_of_no_size_is_an_error_MMIO_1",
              {{"alpha.yaml", " size: 0x40\n", " size: 0\n"}},
              {"alpha.yaml:26:11: error: `0` is not a value of `size`; a decimal or hexadecimal number from 1 to "
               "0x100000000 is expected"}},
        Fault{"a_region_with_name_and_base_is_an_error_MMIO_1",
              {{"alpha.yaml", "- name: UART1", "- name: UART1\n    base: \"0x50201000\""}},
              {"alpha.yaml:24:5: error: a region with a name takes no `base`; the board says where `UART1` is"}},
        Fault{"a_region_that_cannot_be_protected_exactly_is_an_error_MMIO_8",
              {{"alpha.yaml", " size: 0x40\n", " size: 0x44\n"}},
              {"alpha.yaml:26:11: error: the region cannot be protected exactly; base and size are expected to be "
               "multiples of 32"}},
        Fault{"a_region_behind_the_last_address_is_an_error_MMIO_1",
              {{"alpha.yaml", "0x50010000", "0xFFFFFFE0"}},
              {"alpha.yaml:26:11: error: the region ends beyond the last address; a size up to 0x20 is expected"}},
        Fault{"a_region_without_permission_is_an_error_MMIO_2",
              {{"alpha.yaml", "    permission: READ-ONLY\n", ""}},
              {"alpha.yaml:25:5: error: an item of `mmio_regions` needs the key `permission`; valid: READ-ONLY and "
               "READ-WRITE"}},
        Fault{"a_misspelt_permission_is_explained_MMIO_2",
              {{"alpha.yaml", "READ-ONLY", "READONLY"}},
              {"alpha.yaml:27:17: error: `READONLY` is not a value of `permission`; valid: `READ-ONLY` and "
               "`READ-WRITE`; did you mean `READ-ONLY`?"}},
        Fault{"regions_that_overlap_are_an_error_MMIO_3",
              {{"alpha.yaml", "0x50010000", "0x50201FE0"}},
              {"alpha.yaml:25:11: error: the region 0x50201fe0 to 0x5020201f overlaps `UART1` (0x50201000 to "
               "0x50201fff) of `ALPHA`; regions without common addresses are expected",
               "alpha.yaml:23:11: note: the other region is here"}},
        Fault{"regions_of_two_partitions_that_overlap_are_an_error_MMIO_3_ISO_9",
              {{"beta.yaml",
                "dependencies:", "mmio_regions:\n  - name: UART1\n    permission: READ-ONLY\ndependencies:"}},
              {"beta.yaml:14:11: error: the region `UART1` (0x50201000 to 0x50201fff) overlaps `UART1` (0x50201000 to "
               "0x50201fff) of `ALPHA`; regions without common addresses are expected",
               "alpha.yaml:23:11: note: the other region is here"}},
        Fault{"a_device_that_the_board_has_not_is_an_error_MMIO_5",
              {{"alpha.yaml", "name: UART1", "name: UART11"}},
              {"alpha.yaml:23:11: error: `UART11` is not a device of the board `test/board`; valid: `TIMER1`, "
               "`UART1` and `UART2`; did you mean `UART1`?"}},
        Fault{"a_conditional_region_is_an_error_MMIO_6",
              {{"alpha.yaml", "permission: READ-ONLY", "permission: READ-ONLY\n    conditional: EXTRA"}},
              {"alpha.yaml:28:5: error: `conditional` is not a key of an item of `mmio_regions`; valid: `name`, "
               "`base`, `size` and `permission`"}},
        Fault{"a_protection_unit_that_is_too_small_for_the_level_is_an_error_MMIO_8",
              {{"board.yaml", "mpu_regions: 8", "mpu_regions: 5"}},
              {"board.yaml:6:14: error: the board `test/board` has 5 MPU slots; isolation level 1 "
               "needs 6"}},
        Fault{"more_regions_than_one_instruction_can_have_loaded_are_an_error_MMIO_8",
              {{"board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2]"},
               {"alpha.yaml", "    size: 0x40\n    permission: READ-ONLY\n",
                "    size: 0x40\n    permission: READ-ONLY\n"
                "  - {base: \"0x50010040\", size: 0x20, permission: READ-WRITE}\n"
                "  - {base: \"0x50010060\", size: 0x40, permission: READ-ONLY}\n"}},
              {"alpha.yaml:29:12: error: one instruction can reach 3 adjacent MMIO regions, and the board `test/board` "
               "has 2 MPU slots for them at level 2; the same permission or larger regions are "
               "expected among `UART1` (0x50201000 to 0x50201fff) of `ALPHA`, 0x50010000 to 0x5001003f of `ALPHA`, "
               "0x50010040 to 0x5001005f of `ALPHA`, 0x50010060 to 0x5001009f of `ALPHA`"},
              "IPC",
              "2"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    interrupt, FaultTest,
    ::testing::Values(
        Fault{"an_interrupt_without_source_is_an_error_MIRQ_1",
              {{"old.json", "\"source\": 20, ", ""}},
              {"old.json:15:11: error: an item of `irqs` needs the key `source`; an interrupt number, or a name that "
               "the board knows"}},
        Fault{"a_1_0_interrupt_without_signal_is_an_error_MIRQ_1",
              {{"old.json", ", \"signal\": \"OLD_IRQ\"", ""}},
              {"old.json:15:11: error: an item of `irqs` needs the key `signal`; the name of the signal's macro"}},
        Fault{"a_1_0_interrupt_with_handling_is_an_error_MIRQ_1",
              {{"old.json", "\"OLD_IRQ\"", "\"OLD_IRQ\", \"handling\": \"SLIH\""}},
              {"old.json:15:47: error: `handling` is not a key of an interrupt of framework version 1.0; use `signal`, "
               "or `psa_framework_version: 1.1`"}},
        Fault{"a_1_1_interrupt_without_name_is_an_error_MIRQ_2",
              {{"alpha.yaml", "    name: TICK\n", ""}},
              {"alpha.yaml:19:5: error: an item of `irqs` needs the key `name`; a C identifier; the signal is "
               "<name>_SIGNAL"}},
        Fault{"a_1_1_interrupt_with_signal_is_an_error_MIRQ_2",
              {{"alpha.yaml", "name: TICK", "name: TICK\n    signal: TICK_IRQ"}},
              {"alpha.yaml:21:5: error: `signal` is not a key of an interrupt of framework version 1.1; use `name`, "
               "the signal is <name>_SIGNAL"}},
        Fault{"a_source_that_the_board_has_not_is_explained_MIRQ_3",
              {{"alpha.yaml", "TIMER0", "TIMER_0"}},
              {"alpha.yaml:19:13: error: `TIMER_0` is not an interrupt of the board `test/board`; valid: "
               "`TEST_LINE`, `TIMER0` and `UART1_TX`; did you mean `TIMER0`?"}},
        Fault{"a_source_behind_the_last_interrupt_is_an_error_MIRQ_3",
              {{"old.json", "\"source\": 20", "\"source\": 124"}},
              {"old.json:15:22: error: `124` is not an interrupt of the board `test/board`; a number from 0 to 123 is "
               "expected"}},
        Fault{"a_source_used_twice_is_found_by_its_number_MIRQ_9_ISO_10",
              {{"old.json", "\"source\": 20", "\"source\": \"0x3\""}},
              {"old.json:15:22: error: the interrupt 3 is used twice; each interrupt line has one owner",
               "alpha.yaml:19:13: note: the first one is here"}},
        Fault{"a_missing_handling_is_an_error_MIRQ_7",
              {{"alpha.yaml", "    handling: SLIH\n", ""}},
              {"alpha.yaml:19:5: error: an item of `irqs` needs the key `handling`; valid: FLIH and SLIH"}},
        Fault{"an_unknown_handling_is_an_error_MIRQ_7",
              {{"alpha.yaml", "SLIH", "ISR"}},
              {"alpha.yaml:21:15: error: `ISR` is not a value of `handling`; valid: `FLIH` and `SLIH`"}},
        Fault{"mailbox_flags_are_an_error_MIRQ_10",
              {{"alpha.yaml", "handling: SLIH", "handling: SLIH\n    mbox_flags: 1"}},
              {"alpha.yaml:22:5: error: `mbox_flags` is not a key of an item of `irqs`; valid: `source`, `name`, "
               "`handling`, `signal` and `description`"}},
        Fault{"a_priority_of_an_interrupt_is_an_error_MIRQ_6",
              {{"alpha.yaml", "handling: SLIH", "handling: SLIH\n    tfm_irq_priority: 64"}},
              {"alpha.yaml:22:5: error: `tfm_irq_priority` is not a key of an item of `irqs`; valid: `source`, "
               "`name`, "
               "`handling`, `signal` and `description`"}},
        Fault{"two_interrupts_of_one_signal_are_an_error_MIRQ_9",
              {{"alpha.yaml", "    handling: SLIH\n",
                "    handling: SLIH\n  - source: 7\n    name: TICK\n    handling: SLIH\n"}},
              {"alpha.yaml:23:11: error: the interrupt in line 20 and the interrupt in line 23 both define the macro "
               "`TICK_SIGNAL`; different names are expected",
               "alpha.yaml:20:11: note: the other one is here"}},
        Fault{"an_interrupt_and_a_service_of_one_signal_are_an_error_MIRQ_9",
              {{"alpha.yaml", "name: TICK", "name: ALPHA_OPEN"}},
              {"alpha.yaml:20:11: error: the service `ALPHA_OPEN` and the interrupt in line 20 both define the macro "
               "`ALPHA_OPEN_SIGNAL`; different names are expected",
               "alpha.yaml:9:11: note: the other one is here"}},
        Fault{
            "two_first_level_functions_of_one_name_are_an_error_MIRQ_4",
            {{"alpha.yaml", "    handling: SLIH\n",
              "    handling: FLIH\n  - source: 7\n    name: Tick\n    handling: FLIH\n"}},
            {"alpha.yaml:23:11: error: the interrupt in line 20 and the interrupt in line 23 both define the function "
             "`tick_flih`; different names are expected",
             "alpha.yaml:20:11: note: the other one is here"}}),
    name_of);

}  // namespace postern::testing
