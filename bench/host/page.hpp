// SPDX-License-Identifier: Apache-2.0

// doc/cost.md and its charts.
#pragma once

#include <string>

#include "budget.hpp"
#include "figures.hpp"

namespace postern::bench {

[[nodiscard]] std::string cost_page(const Figures& ours, const Figures& theirs, const Figures& goals);

/// Instructions of a call beside the number of partitions in the image.
[[nodiscard]] std::string partitions_chart(const Figures& ours, const Figures& theirs);

/// One call from the non-secure world, by function: a bar for each configuration.
[[nodiscard]] std::string call_chart(const Profiles& profiles);

}  // namespace postern::bench
