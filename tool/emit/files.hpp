// SPDX-License-Identifier: Apache-2.0

// All output files of a plan. compile.cpp calls it; the other files of this folder each write one or two of them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace postern {

struct Plan;

/// By their paths under `output`. `inputs` are the files that were read: the build configures again when one changes.
[[nodiscard]] std::map<std::filesystem::path, std::string> files_of(const Plan& plan,
                                                                    const std::filesystem::path& output,
                                                                    const std::vector<std::string>& inputs);

}  // namespace postern
