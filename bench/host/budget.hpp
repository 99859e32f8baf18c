// SPDX-License-Identifier: Apache-2.0

// A budget for each figure. It only ever goes down by itself; to raise one is a decision, made in bench/budget.json.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "figures.hpp"

namespace postern::bench {

using Profiles = std::map<std::string, Profile>;  // by configuration

/// Returns lines `ok GROUP` and `FAILED FIGURE: ...`, the latter followed by the functions that changed.
[[nodiscard]] std::vector<std::string> judge(const Figures& budget, const Figures& figures, const Profiles& earlier,
                                             const Profiles& now);

/// The budget, lowered to the measured figures. A figure without a budget gets its measured value, or its goal if that
/// is more.
[[nodiscard]] Figures lower(const Figures& budget, const Figures& goals, const Figures& figures);

}  // namespace postern::bench
