// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>

#include "check/rules.hpp"
#include "model/graph.hpp"
#include "text/words.hpp"

namespace postern::rules {

namespace {

void check_names(const System& system, const Manifest& manifest, const Words& services, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "DEP-2");
  for (const Located<std::string>& name : manifest.dependencies) {
    if (!find_services(system, name.value).empty()) {
      continue;
    }
    diagnostics.error(
        name.at, fmt::format("`{}` is not a service of this build; {}", name.value, full_advice(name.value, services)));
  }
}

// A depth-first walk; an edge back to a partition that is still open closes a cycle. Each cycle is reported where it is
// closed, so a graph with several has several errors.
class CycleSearch {
 public:
  CycleSearch(const System& system, Diagnostics& diagnostics)
      : system_(system), diagnostics_(diagnostics), done_(system.manifests.size(), false) {}

  void visit(unsigned partition) {
    if (done_[partition]) {
      return;
    }
    path_.push_back(partition);
    for (const Edge& edge : edges_of(system_, system_.manifests[partition])) {
      follow(partition, edge);
    }
    path_.pop_back();
    done_[partition] = true;
  }

 private:
  void follow(unsigned from, const Edge& edge) {
    if (edge.partition == from) {
      diagnostics_.error(edge.at, fmt::format("the partition `{}` depends on its own service `{}`; services of other "
                                              "partitions are expected",
                                              name(from), service(edge)));
      return;
    }
    for (std::size_t i = 0; i < path_.size(); ++i) {
      if (path_[i] != edge.partition) {
        continue;
      }
      std::string chain;
      for (std::size_t k = i; k < path_.size(); ++k) {
        chain += fmt::format("{} -> ", name(path_[k]));
      }
      diagnostics_.error(edge.at,
                         fmt::format("the dependency on `{}` closes a cycle: {}{}; partitions that call each other "
                                     "in a circle can wait forever",
                                     service(edge), chain, name(edge.partition)));
      return;
    }
    visit(edge.partition);
  }

  [[nodiscard]] const std::string& name(unsigned partition) const { return system_.manifests[partition].name.value; }
  [[nodiscard]] const std::string& service(const Edge& edge) const {
    return system_.manifests[edge.partition].services[edge.service].name.value;
  }

  const System& system_;
  Diagnostics& diagnostics_;
  std::vector<unsigned> path_;
  std::vector<bool> done_;
};

}  // namespace

void check_dependencies(const System& system, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "DEP-3");
  Words services;
  for (const Manifest& manifest : system.manifests) {
    for (const Service& service : manifest.services) {
      services.push_back(service.name.value);
    }
  }
  // A manifest that could not be read may have declared the service.
  if (system.is_whole && std::find(services.begin(), services.end(), "") == services.end()) {
    for (const Manifest& manifest : system.manifests) {
      check_names(system, manifest, services, diagnostics);
    }
  }
  CycleSearch search(system, diagnostics);
  for (unsigned partition = 0; partition < system.manifests.size(); ++partition) {
    search.visit(partition);
  }
}

}  // namespace postern::rules
