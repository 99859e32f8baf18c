// SPDX-License-Identifier: Apache-2.0

#include "link/linker_map.hpp"

#include <fstream>
#include <sstream>

namespace postern::link {

namespace {

/// The rest of a line after its name: "0x00000000 0x4 path", if the section has bytes and comes from an object.
std::string origin_in(const std::string& rest) {
  std::istringstream words(rest);
  std::string address;
  std::string size;
  std::string path;
  if (!(words >> address >> size) || !address.starts_with("0x") || !size.starts_with("0x") || size == "0x0") {
    return "";
  }
  std::getline(words >> std::ws, path);
  return path;
}

}  // namespace

// An output section begins in the first column, its inputs are indented by one. After a long name, the rest is on the
// next line.
Origins read_origins(const std::string& path) {
  Origins origins;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line) && line != "Linker script and memory map") {
  }
  std::string output;
  bool is_first = true;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] != ' ') {
      output = line.substr(0, line.find(' '));
      is_first = true;
      continue;
    }
    if (line.size() < 2 || line[1] == ' ' || line[1] == '*') {
      continue;
    }
    const std::size_t end = line.find(' ', 1);
    std::string rest = end == std::string::npos ? "" : line.substr(end);
    if (rest.empty() && !std::getline(file, rest)) {
      break;
    }
    if (const std::string origin = origin_in(rest); !origin.empty()) {
      std::vector<std::string>& each = origins[output];
      is_first ? each.push_back(origin) : void(each.back() += ", " + origin);
      is_first = false;
    }
  }
  return origins;
}

}  // namespace postern::link
