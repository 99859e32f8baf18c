// SPDX-License-Identifier: Apache-2.0

// The kernel's sources with every mutant inside. The active one is chosen when the program starts.
#pragma once

#include <filesystem>

#include "sites.hpp"

namespace mutate {

/// Writes root/spm, mutated, to tree/spm, and the list of mutants to `list`, one a line: number, file, line, function,
/// code, change; separated by tabs. Files that would not change are not written.
void write_mutants(const std::filesystem::path& root, const Files& files, const std::filesystem::path& tree,
                   const std::filesystem::path& list);

}  // namespace mutate
