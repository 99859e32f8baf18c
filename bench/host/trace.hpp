// SPDX-License-Identifier: Apache-2.0

// The instructions of one figure, one by one.
#pragma once

#include <string>
#include <vector>

#include "recording.hpp"

namespace postern::bench {

/// The plugin's arguments for a run that also keeps what the figure counts, in IMAGE.trace. `figure` is a name without
/// its configuration: `cost.ns-app.none`.
[[nodiscard]] std::string trace_arguments(const Run& run, const std::string& figure);

/// What was executed, in this order, by function, with the text of each instruction and its line in the sources. For
/// `wait.ns.max` the longest of all runs; otherwise the first run was made with trace_arguments().
[[nodiscard]] std::string trace(const std::vector<Run>& runs, const std::string& figure);

}  // namespace postern::bench
