// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include "emit/linker_scripts.hpp"
#include "emit/script_parts.hpp"

namespace postern {

namespace {

constexpr const char* kSections = R"(  .vectors ORIGIN(CODE) :
  {
    ns_code_start = .;
    KEEP(*(.vectors .vectors.*))
  } > CODE :code

  .constructors : ALIGN(4)
  {
    ns_constructors_start = .;
    KEEP(*(.preinit_array .preinit_array.*))
    KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*)))
    KEEP(*(.init_array))
    ns_constructors_end = .;
  } > CODE :code

  .text : ALIGN(4)
  {
    *(.text .text.*)
    *(.glue_7 .glue_7t .vfp11_veneer .v4_bx .iplt)
    *(.rodata .rodata.*)
    *(.igot.plt .rel.iplt)
    INPUT_SECTION_FLAGS(SHF_ALLOC & !SHF_WRITE & !SHF_TLS) *(*)
    . = ALIGN(4);
  } > CODE :code

  .bss (NOLOAD) : ALIGN(8)
  {
    ns_bss_start = .;
    *(.bss .bss.*)
    *(COMMON)
    . = ALIGN(8);
    ns_bss_end = .;
  } > RAM AT> RAM :zero

  .noinit (NOLOAD) : ALIGN(8)
  {
    KEEP(*(.noinit .noinit.*))
    . = ALIGN(8);
  } > RAM AT> RAM :kept

  .data : ALIGN(8)
  {
    ns_data_start = .;
    *(.data .data.* .got .got.plt)
    INPUT_SECTION_FLAGS(SHF_ALLOC & SHF_WRITE & !SHF_EXECINSTR & !SHF_TLS) *(*)
    . = ALIGN(8);
    ns_data_end = .;
  } > RAM AT> CODE :data
  ns_data_load = LOADADDR(.data);

  ns_stack_top = ORIGIN(RAM) + LENGTH(RAM);

  /* The unwinder, which libraries may bring, finds no table: there are no exceptions. */
  PROVIDE(__exidx_start = 0);
  PROVIDE(__exidx_end = 0);
)";

}  // namespace

std::string non_secure_linker_script(const Board& board) {
  std::string text = "/* The non-secure image. Written by postern from board.yaml; edit that. */\n";
  text += memory_command(board.memory_of("non_secure_code"), board.memory_of("non_secure_ram"));
  text +=
      "PHDRS\n{\n  code PT_LOAD FLAGS(5);\n  zero PT_LOAD FLAGS(6);\n  kept PT_LOAD FLAGS(6);\n"
      "  data PT_LOAD FLAGS(6);\n}\n\nENTRY(ns_code_start)\n\nSECTIONS\n{\n";
  text += kSections;
  text += places_of_what_is_not_loaded();
  text += "}\n\n";
  text += fmt::format(
      "ASSERT(LOADADDR(.data) + SIZEOF(.data) <= ORIGIN(CODE) + LENGTH(CODE), \"the non-secure image does not "
      "fit the code memory of {0} (non_secure_code in board.yaml)\")\n"
      "ASSERT(ns_data_end + 0x800 <= ns_stack_top, \"the non-secure image leaves less than 2 KiB of stack in "
      "the RAM of {0} (non_secure_ram in board.yaml)\")\n",
      board.name);
  return text;
}

}  // namespace postern
