// SPDX-License-Identifier: Apache-2.0

// The dependencies of partitions as a picture: `postern graph`.
#pragma once

#include <string>

#include "model/manifest.hpp"

namespace postern::emit {

/// In DOT, the language of Graphviz: a box for each partition, an arrow from a client to the owner of each service that
/// it names, and dashed, what is no part of the system. The non-secure world points at the services that it may use.
[[nodiscard]] std::string graph_text(const System& system);

}  // namespace postern::emit
