// SPDX-License-Identifier: Apache-2.0

// Reads manifest lists (MLIST-1 to MLIST-11): which manifests are in the build, where their headers go, which ids they
// have. compile.cpp calls it before it reads the manifests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/definitions.hpp"
#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"
#include "text/source.hpp"
#include "text/words.hpp"

namespace postern {

struct ListItem {
  std::string manifest;     // the file that was found
  Position at;              // of the path in the list
  std::string output_path;  // empty: the default
  std::optional<Located<std::int32_t>> pid;
  Words extensions;  // keys the manifest may use beyond FF-M (MLIST-9)
};

/// The items whose `conditional` holds, in order.
[[nodiscard]] std::vector<ListItem> read_list_file(const std::string& path, const Definitions& definitions,
                                                   Sources& sources, Diagnostics& diagnostics);
/// The same of a probe: what a list may contain.
void describe_list(const Value& probe);

}  // namespace postern
