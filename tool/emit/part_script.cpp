// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include "emit/linker_scripts.hpp"
#include "emit/script_parts.hpp"

namespace postern {

namespace {

std::string place(const std::string& prefix, const char* kind, const char* type = "", const char* more = "") {
  return fmt::format("  .{0}.{1} 0{2} : {{ *(.{0}.{1}){3} }}\n", prefix, kind, type, more);
}

std::string device_script(const std::string& prefix) {
  constexpr const char* kNoBytes = " (NOLOAD)";
  std::string text =
      "/* The second link of a partition: its sections, which are named after the memory they belong to, in one piece "
      "each.\n * image.ld places them. A section that is not here would be an orphan, which the link refuses. */\n"
      "SECTIONS\n{\n"
      "  /* It ends with a return instruction, which the self-test at boot tries to fetch, without success. */\n";
  text += place(prefix, "text", "", " . = ALIGN(2); SHORT(0x4770)");
  text += place(prefix, "rodata") + place(prefix, "data");
  for (const char* kind : {"bss", "noinit", "stack", "heap"}) {
    text += place(prefix, kind, kNoBytes);
  }
  return text + places_for_tools() + "  /DISCARD/ : { *(.postern.dropped) }\n}\n";
}

std::string host_script(const std::string& prefix) {
  std::string text =
      "/* One partition, or the non-secure program, by itself: its sections, which are named after the memory they "
      "belong to, in\n * one piece each. image.ld places them. Its stack is a fibre's, which is too large for the "
      "manifest to know of. The\n * constructors are those of the sanitizers, and what else is unnamed here would be "
      "an orphan, which the link refuses. */\n"
      "SECTIONS\n{\n";
  for (const char* kind : {"text", "rodata", "data", "bss", "heap", "noinit"}) {
    text += place(prefix, kind);
  }
  text +=
      "  .init_array 0 : { KEEP(*(.init_array .init_array.*)) }\n"
      "  .fini_array 0 : { KEEP(*(.fini_array .fini_array.*)) }\n"
      "  .eh_frame 0 : { *(.eh_frame) }\n"
      "  .gcc_except_table 0 : { *(.gcc_except_table .gcc_except_table.*) }\n";
  return text + places_for_tools() + fmt::format("  /DISCARD/ : {{ *(.{}.stack) *(.postern.dropped) }}\n}}\n", prefix);
}

}  // namespace

std::string part_linker_script(Architecture architecture, const std::string& prefix) {
  return architecture == Architecture::host ? host_script(prefix) : device_script(prefix);
}

std::string section_prefix(const Manifest& manifest) { return "partition." + manifest.name.value; }

}  // namespace postern
