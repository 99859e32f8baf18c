// Who depends on whom: the partition graph behind `dependencies` and `weak_dependencies` (9.5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/manifest.hpp"

namespace postern {

/// One dependency that leads to a service of the build.
struct Edge {
  unsigned partition;  // position in the lists
  unsigned service;    // of that partition
  Position at;
};

/// The service with this name, or nothing; names are unique in a model without errors.
struct ServicePlace {
  unsigned partition;
  unsigned service;
};
[[nodiscard]] std::vector<ServicePlace> find_services(const System& system, std::string_view name);

/// Strong edges, then weak ones, each in manifest order. Names of no service have no edge.
[[nodiscard]] std::vector<Edge> edges_of(const System& system, const Manifest& manifest);

}  // namespace postern
