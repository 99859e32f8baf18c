// A linked image as the linker describes it: sections and symbols. What the image says of itself is in image.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "elf/elf_file.hpp"

namespace postern::audit {

/// One that takes memory.
struct OutputSection {
  std::string name;
  unsigned index;
  Span memory;
  std::uint64_t load = 0;  // where its bytes are, if it has any
  bool has_bytes = false;
};

struct Symbol {
  std::string name;
  std::string file;  // of a local symbol: the file symbol before it
  std::uint64_t address = 0;
  std::uint64_t size = 0;
  unsigned section = 0;
  bool is_local = false;
  bool is_mapping = false;  // $t and $d: where code and data begin, for disassemblers
};

struct Layout {
  std::vector<OutputSection> sections;
  std::vector<Symbol> symbols;  // those with an address
};

[[nodiscard]] Layout read_layout(const std::string& path);

}  // namespace postern::audit
