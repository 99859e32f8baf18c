// SPDX-License-Identifier: Apache-2.0

#include "model/graph.hpp"

namespace postern {

std::vector<ServicePlace> find_services(const System& system, std::string_view name) {
  std::vector<ServicePlace> places;
  for (unsigned partition = 0; partition < system.manifests.size(); ++partition) {
    const std::vector<Service>& services = system.manifests[partition].services;
    for (unsigned service = 0; service < services.size(); ++service) {
      if (!name.empty() && services[service].name.value == name) {
        places.push_back({partition, service});
      }
    }
  }
  return places;
}

std::vector<Edge> edges_of(const System& system, const Manifest& manifest) {
  std::vector<Edge> edges;
  for (const auto* names : {&manifest.dependencies, &manifest.weak_dependencies}) {
    for (const Located<std::string>& name : *names) {
      const std::vector<ServicePlace> places = find_services(system, name.value);
      if (!places.empty()) {
        edges.push_back({places.front().partition, places.front().service, name.at});
      }
    }
  }
  return edges;
}

}  // namespace postern
