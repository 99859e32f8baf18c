// All output files of a plan.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace postern {

struct Plan;

/// By their paths under `output`. `inputs` are the files that were read: the build runs again when one of them changes.
[[nodiscard]] std::map<std::filesystem::path, std::string> files_of(const Plan& plan,
                                                                    const std::filesystem::path& output,
                                                                    const std::vector<std::string>& inputs);

}  // namespace postern
