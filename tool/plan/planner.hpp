// SPDX-License-Identifier: Apache-2.0

// Turns the model into the plan. compile.cpp calls it after check/ has found no error, which it relies on.
#pragma once

#include "plan/plan.hpp"

namespace postern {

[[nodiscard]] Plan make_plan(const System& system, const Configuration& configuration, const Board& board);

/// BOOT-8: 1 + the sum of the scores of the distinct partitions a partition depends on, by position in the lists. The
/// graph must be acyclic.
[[nodiscard]] std::vector<std::uint64_t> dependency_scores(const System& system);

}  // namespace postern
