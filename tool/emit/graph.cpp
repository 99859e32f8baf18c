// SPDX-License-Identifier: Apache-2.0

#include "emit/graph.hpp"

#include <fmt/format.h>

#include "model/graph.hpp"

namespace postern::emit {

namespace {

// Names are C identifiers: nothing in them needs an escape.
std::string arrow(const std::string& from, const std::string& to, const std::string& service, bool is_weak) {
  return fmt::format("  \"{}\" -> \"{}\" [label=\"{}\"{}];\n", from, to, service, is_weak ? ", style=dashed" : "");
}

std::string arrows_of(const System& system, const Manifest& manifest, bool are_weak) {
  std::string out;
  for (const Located<std::string>& name : are_weak ? manifest.weak_dependencies : manifest.dependencies) {
    const std::vector<ServicePlace> places = find_services(system, name.value);
    if (places.empty()) {
      const std::string elsewhere = "owner of " + name.value;
      out += fmt::format("  \"{}\" [style=dashed];\n", elsewhere);
      out += arrow(manifest.name.value, elsewhere, name.value, are_weak);
      continue;
    }
    out += arrow(manifest.name.value, system.manifests[places.front().partition].name.value, name.value, are_weak);
  }
  return out;
}

std::string non_secure_arrows(const System& system) {
  std::string out;
  for (const Manifest& manifest : system.manifests) {
    for (const Service& service : manifest.services) {
      if (service.non_secure_clients) {
        out += arrow("non-secure world", manifest.name.value, service.name.value, false);
      }
    }
  }
  return out.empty() ? out : "  \"non-secure world\" [shape=ellipse];\n" + out;
}

}  // namespace

std::string graph_text(const System& system) {
  std::string out = "digraph partitions {\n  rankdir=LR;\n  node [shape=box];\n";
  for (const Manifest& manifest : system.manifests) {
    out += fmt::format("  \"{}\" [label=\"{}\\n{}\"];\n", manifest.name.value, manifest.name.value,
                       manifest.is_psa_rot ? "PSA-ROT" : "APPLICATION-ROT");
  }
  out += non_secure_arrows(system);
  for (const Manifest& manifest : system.manifests) {
    out += arrows_of(system, manifest, false) + arrows_of(system, manifest, true);
  }
  return out + "}\n";
}

}  // namespace postern::emit
