// SPDX-License-Identifier: Apache-2.0

// The graph of partitions that `dependencies` and `weak_dependencies` make (rules DEP). check/ and plan/ use it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/manifest.hpp"

namespace postern {

/// A dependency on a service of the build.
struct Edge {
  unsigned partition;  // position in the lists
  unsigned service;    // of that partition
  Position at;
};

/// The services with this name: at most one in a model without errors.
struct ServicePlace {
  unsigned partition;
  unsigned service;
};
[[nodiscard]] std::vector<ServicePlace> find_services(const System& system, std::string_view name);

/// Strong edges, then weak ones, each in manifest order. A name that is not a service has no edge.
[[nodiscard]] std::vector<Edge> edges_of(const System& system, const Manifest& manifest);

}  // namespace postern
