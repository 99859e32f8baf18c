// From addresses to the lines of the sources.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mutate {

struct Line {
  std::string file;  // as the compiler was told
  unsigned number;
  std::string function;  // without namespaces and arguments
};

/// Of each address the lines, as the debug information of this file has them: its own, then those from where it was
/// made a part of other functions.
std::vector<std::vector<Line>> lines_of(const std::string& elf, const std::vector<std::uint32_t>& addresses);

}  // namespace mutate
