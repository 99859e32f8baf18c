// SPDX-License-Identifier: Apache-2.0

// Bytes of a secure image, by part.
#pragma once

#include <string>
#include <vector>

#include "figures.hpp"
#include "measure.hpp"

namespace postern::bench {

/// Returns `size.flash.PART.CONFIGURATION` and `size.ram...` for each run, and as the profile "size" the bytes of each
/// function and table in flash.
[[nodiscard]] Measured sizes(const std::vector<Run>& runs);

/// A table with a row for each part and a column for each run.
[[nodiscard]] std::string size_table(const Figures& figures, const std::vector<Run>& runs);

}  // namespace postern::bench
