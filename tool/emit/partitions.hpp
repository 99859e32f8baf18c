// SPDX-License-Identifier: Apache-2.0

// Files for the build of each partition: its storage and entry table in C, and the facts that CMake needs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace postern {

[[nodiscard]] std::string storage_source(const Plan& plan, const PlannedPartition& partition);

/// The directory of a partition's headers, under the output directory unless the list has an absolute path (MLIST-3).
[[nodiscard]] std::filesystem::path header_directory(const Manifest& manifest, const std::filesystem::path& output);

[[nodiscard]] std::string cmake_facts(const Plan& plan, const std::filesystem::path& output,
                                      const std::vector<std::string>& inputs);

}  // namespace postern
