// SPDX-License-Identifier: Apache-2.0

// Makes figures of the files that a run of QEMU leaves behind.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "figures.hpp"
#include "recording.hpp"
#include "traffic.hpp"

namespace postern::bench {

/// A figure with what was counted beside its instructions.
struct Row {
  std::string name;
  Stretch stretch;
};

struct Measured {
  Figures figures;
  std::vector<Row> rows;
  std::map<std::string, Profile> profiles;  // by configuration
};

/// Reads IMAGE.words and IMAGE.counts of each run, beside the image's directory.
[[nodiscard]] Measured measure(const std::vector<Run>& runs);

/// Compares the counts of bench/known with what that program knows. Lines `ok WHAT` and `FAILED WHAT`.
[[nodiscard]] std::vector<std::string> judge_known(const Run& run);

/// A line for each row: memory traffic, and cycles by the model of traffic.hpp.
[[nodiscard]] std::string row_table(const std::vector<Row>& rows);

}  // namespace postern::bench
