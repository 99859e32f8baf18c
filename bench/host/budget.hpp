// A budget for each figure. It only ever goes down by itself; raising one is a decision, made in bench/budget.json.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "figures.hpp"

namespace postern::bench {

using Profiles = std::map<std::string, Profile>;  // by configuration

/// Lines `ok GROUP` and `FAILED FIGURE: ...`, the latter followed by what changed in which function.
[[nodiscard]] std::vector<std::string> judge(const Figures& budget, const Figures& figures, const Profiles& earlier,
                                             const Profiles& now);

/// Lowered to what was measured. A figure without a budget gets what was measured, or its goal if that is more.
[[nodiscard]] Figures lower(const Figures& budget, const Figures& goals, const Figures& figures);

}  // namespace postern::bench
