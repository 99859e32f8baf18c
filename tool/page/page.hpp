// SPDX-License-Identifier: Apache-2.0

// The page of `postern report`: everything about one secure image, in one file that needs nothing else.
#pragma once

#include <string>

#include "page/facts.hpp"

namespace postern::page {

/// `old`: another image to compare with; nullptr: none.
[[nodiscard]] std::string report_page(const Facts& facts, const Facts* old);

}  // namespace postern::page
