// SPDX-License-Identifier: Apache-2.0

#include "emit/script_parts.hpp"

#include <fmt/format.h>

#include "encoding/region.hpp"
#include "link/kinds.hpp"

namespace postern {

namespace {

static_assert(encoding::kGranule == 32, "the scripts align to the granule by its number");

std::string memory_line(const char* name, const char* rights, const Memory& memory) {
  return fmt::format("  {} ({}) : ORIGIN = 0x{:08X}, LENGTH = 0x{:08X}\n", name, rights, memory.base, memory.size);
}

}  // namespace

std::string memory_command(const Memory& code, const Memory& ram) {
  return "MEMORY\n{\n" + memory_line("CODE", "rx", code) + memory_line("RAM", "rw", ram) + "}\n\n";
}

std::string places_for_tools() {
  std::string text;
  for (const char* name : link::kForTools) {
    text += fmt::format("  {0} 0 : {{ *({0}) }}\n", name);
  }
  return text;
}

std::string places_of_what_is_not_loaded() {
  return places_for_tools() +
         "  /DISCARD/ : { *(.ARM.exidx .ARM.exidx.* .ARM.extab .ARM.extab.* .eh_frame .eh_frame.* .note .note.*) }\n";
}

}  // namespace postern
