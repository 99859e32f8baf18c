// SPDX-License-Identifier: Apache-2.0

// Assigns a section of a partition's objects to a memory of the partition. place.cpp asks it for every section.
//
// The answer depends on what the section *is* (its type, its flags, whether it holds only zeros) and not on its name:
// `__attribute__((section("x")))` and assembly give any name to anything. Names decide only where the flags do not
// tell: no-init memory, constants that are writable until they are relocated, unwind tables.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace postern::link {

/// The sections that debuggers, linkers and the audit use. Every linker script has a place for each, because orphans
/// are refused.
inline constexpr std::array<const char*, 26> kForTools{
    ".ARM.attributes", ".comment",           ".debug_abbrev",       ".debug_addr",
    ".debug_aranges",  ".debug_frame",       ".debug_gnu_pubnames", ".debug_gnu_pubtypes",
    ".debug_info",     ".debug_line",        ".debug_line_str",     ".debug_loc",
    ".debug_loclists", ".debug_macinfo",     ".debug_macro",        ".debug_names",
    ".debug_pubnames", ".debug_pubtypes",    ".debug_ranges",       ".debug_rnglists",
    ".debug_str",      ".debug_str_offsets", ".debug_types",        ".note.GNU-stack",
    ".stab",           ".postern.warnings"};

struct Section {
  std::string name;
  std::uint32_t type = 0;
  std::uint64_t flags = 0;
  bool is_empty = false;
  bool holds_zeros = false;  // and no relocation changes that
};

struct Verdict {
  enum class Kind {
    placed,    // in the part of the partition that `word` names: text, rodata, data, bss, noinit, stack, heap
    as_it_is,  // debug information and attributes
    dropped,   // not part of the running image: notes, unwind tables, other sections that are not loaded
    refused    // `word` says why
  };
  Kind kind;
  std::string_view word;
};

/// Constructors, which run before anything else of a partition.
[[nodiscard]] bool is_constructors(std::string_view name);

/// The machine of the partition; on the host the compiler's sanitizers add constructors and unwind tables, which stay.
enum class Machine { device, host };

[[nodiscard]] Verdict verdict_on(const Section& section, Machine machine);

}  // namespace postern::link
