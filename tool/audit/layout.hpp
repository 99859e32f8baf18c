// SPDX-License-Identifier: Apache-2.0

// A linked image as the linker describes it: sections and symbols, read by elf/. owners.cpp relies on these; the
// image's own tables are in image.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/loaded_file.hpp"

namespace postern::audit {

/// An output section that takes memory.
struct OutputSection {
  std::string name;
  unsigned index;
  Span memory;
  std::uint64_t load = 0;  // where its bytes are loaded, if it has any
  bool has_bytes = false;
};

using elf::Symbol;

struct Layout {
  std::vector<OutputSection> sections;
  std::vector<Symbol> symbols;  // those with an address
};

/// Whether it is `$t` or `$d`, which tell disassemblers where code and data begin.
[[nodiscard]] bool is_mapping(const Symbol& symbol);

[[nodiscard]] Layout read_layout(const std::string& path);

}  // namespace postern::audit
