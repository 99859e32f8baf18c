// SPDX-License-Identifier: Apache-2.0

// A layout moves parts of the board's memory. What it contradicts is reported at its own line.
#include "fault.hpp"

namespace postern::testing {
namespace {

/// A fault of a layout that places one memory.
Fault of(const std::string& name, const std::string& memory, const std::string& headline) {
  return {name, {{"layout.yaml", "", "memory:\n  " + memory + "\n"}}, {"layout.yaml:" + headline}};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(
    layout, FaultTest,
    ::testing::Values(
        Fault{"a_part_of_the_layout_can_be_another",
              {{"layout.yaml", "",
                "description: Ours\nmemory:\n  non_secure_ram: {base: 0x28300000, size: 0x00080000}\n"}},
              {}},
        Fault{"memory_that_a_layout_leaves_is_for_partitions_MMIO_3",
              {{"layout.yaml", "", "memory:\n  non_secure_ram: {base: 0x28300000, size: 0x00080000}\n"},
               {"alpha.yaml", "name: UART1", "base: \"0x38200000\"\n    size: 0x40"}},
              {}},
        Fault{"a_layout_that_moves_nothing_is_an_error",
              {{"layout.yaml", "", "description: Ours\n"}},
              {"layout.yaml:1:1: error: a layout needs the key `memory`; the parts of the board's memory that are "
               "elsewhere"}},
        Fault{"a_layout_changes_memory_alone",
              {{"layout.yaml", "", "memory: {}\ndevices: {}\n"}},
              {"layout.yaml:2:1: error: `devices` is not a key of a layout; valid: `description` and `memory`"}},
        of("a_memory_that_no_board_has_is_an_error", "secure_rom: {base: 0x10000000, size: 0x1000}",
           "2:3: error: `secure_rom` is not a key of `memory` of a layout; did you mean `secure_ram`?"),
        of("a_memory_is_placed_as_a_whole", "secure_ram: {size: 0x1000}",
           "2:15: error: `secure_ram` needs the key `base`; an address"),
        of("a_layout_beyond_a_memory_is_an_error", "secure_ram: {base: 0x38000000, size: 0x00400000}",
           "2:3: error: `secure_ram` lies in no memory of `storage`; a range inside one of them is expected: "
           "`BUFFERS`, `SRAM`, `SSRAM1`, `SSRAM2` and `SSRAM3`"),
        of("parts_of_a_layout_that_overlap_are_an_error", "secure_ram: {base: 0x38200000, size: 0x00040000}",
           "2:3: error: `non_secure_ram` and `secure_ram` are the same memory, `SSRAM3`, at two addresses; memories "
           "apart from each other are expected"),
        of("secure_memory_at_a_non_secure_address_is_an_error", "secure_ram: {base: 0x28000000, size: 0x00020000}",
           "2:3: error: `secure_ram` is at an address of `SSRAM2` that is not its first; the first is that of secure "
           "programs"),
        of("non_secure_memory_at_a_secure_address_is_an_error", "non_secure_ram: {base: 0x38200000, size: 0x00020000}",
           "2:3: error: `non_secure_ram` is at the first address of `SSRAM3`, that of secure programs; another of its "
           "addresses is expected"),
        of("non_secure_memory_that_no_controller_opens_is_an_error",
           "non_secure_ram: {base: 0x28100000, size: 0x00020000}",
           "2:3: error: `non_secure_ram` is in `SSRAM2`, which has no controller that opens a part of it to the "
           "non-secure world; another memory is expected"),
        of("non_secure_memory_in_parts_of_a_step_is_an_error", "non_secure_ram: {base: 0x28204000, size: 0x00020000}",
           "2:3: error: `non_secure_ram` is divided between the worlds in steps of 0x8000; multiples of that are "
           "expected for base and size"),
        of("secure_code_where_no_vector_table_can_be_is_an_error", "secure_code: {base: 0x10000200, size: 0x00010000}",
           "2:3: error: `secure_code` begins with the table of exceptions; a multiple of 0x400 is expected for its "
           "base")),
    name_of);

}  // namespace postern::testing
