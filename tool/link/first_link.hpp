// SPDX-License-Identifier: Apache-2.0

// The first link of a partition keeps every section separate and under its own name, so that `place` can assign each to
// memory.
#pragma once

#include <string>
#include <vector>

namespace postern::link {

/// The linker script for these objects and archives. It keeps the tables that they build together: pieces in sections
/// of one name, between the two symbols that a linker defines around them.
[[nodiscard]] std::string first_link_script(const std::vector<std::string>& files);

}  // namespace postern::link
