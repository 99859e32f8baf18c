// The map that GNU ld writes of a link: which object file brought a section.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace postern::sections {

/// Object files, or archives with the member in brackets, by the output section that they brought bytes for.
using Origins = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] Origins read_origins(const std::string& path);

}  // namespace postern::sections
