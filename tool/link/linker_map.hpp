// SPDX-License-Identifier: Apache-2.0

// Reads the map file of a GNU ld link: which object file each section came from.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace postern::link {

/// For each name of an output section, which several sections may share: the object files that contributed bytes, or
/// archives with the member in brackets.
using Origins = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] Origins read_origins(const std::string& path);

}  // namespace postern::link
