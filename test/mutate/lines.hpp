// SPDX-License-Identifier: Apache-2.0

// The source lines of addresses.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mutate {

struct Line {
  std::string file;  // as the compiler was given it
  unsigned number;
  std::string function;  // without namespaces and arguments
};

/// The lines of each address, from the debug information of this file: its own line, then those of the functions that
/// it was inlined into.
std::vector<std::vector<Line>> lines_of(const std::string& elf, const std::vector<std::uint32_t>& addresses);

}  // namespace mutate
