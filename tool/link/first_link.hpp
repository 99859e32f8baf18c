// The first link of a partition, which keeps every section by itself and under its own name, so that `place` can judge
// each.
#pragma once

#include <string>
#include <vector>

namespace postern::link {

/// The linker script for these objects and archives, of which each table that they put together has to be known:
/// pieces of it in sections of one name, found by the two names that a linker defines around them.
[[nodiscard]] std::string first_link_script(const std::vector<std::string>& files);

}  // namespace postern::link
