// The map that GNU ld writes of a link: which object file brought a section.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace postern::link {

/// For each name of an output section, and there may be several sections of one name: the object files that brought
/// bytes for it, or archives with the member in brackets.
using Origins = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] Origins read_origins(const std::string& path);

}  // namespace postern::link
