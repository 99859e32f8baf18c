// SPDX-License-Identifier: Apache-2.0

// The pictures of the page, as SVG: who calls whom, and the memory map.
#pragma once

#include <string>

#include "page/facts.hpp"

namespace postern::page {

/// Callers are left of what they call. A box is a partition with its services; a line ends at the service.
[[nodiscard]] std::string call_graph(const Facts& facts);

/// One column from the lowest address on; heights are in proportion to sizes.
[[nodiscard]] std::string memory_map(const Memory& memory);

}  // namespace postern::page
