// SPDX-License-Identifier: Apache-2.0

// `postern check FILE...`: manifests, manifest lists and boards, each as it is, without the options of a build.
// main.cpp and the tests call it. A file is checked for itself; a list is checked with all its manifests, as one
// system.
#pragma once

#include <string>
#include <vector>

#include "compile.hpp"
#include "model/manifest.hpp"

namespace postern {

/// The board and the options of `invocation` apply. Without a board, a manifest may name any interrupt and any device,
/// and without a list, services of other partitions and every attribute that a list can register.
void check_files(const std::vector<std::string>& files, const Invocation& invocation, Compilation& compilation);

/// One manifest that is not in a file. `name` is its name in diagnostics.
void check_manifest(const std::string& name, const std::string& text, Compilation& compilation);

/// The manifests and lists as one system, which is checked too. It is only of use when nothing was reported.
[[nodiscard]] System read_files(const std::vector<std::string>& files, const Invocation& invocation,
                                Compilation& compilation);

}  // namespace postern
