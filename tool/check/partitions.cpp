// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <limits>
#include <map>

#include "check/reserved_names.hpp"
#include "check/rules.hpp"

namespace postern::rules {

namespace {

constexpr std::size_t kMostPartitions = 30;  // with the agent and idle, they are bits of one word
constexpr std::size_t kMostSignals = 28;     // bits 0 to 3 are reserved (SIG-1)
constexpr std::int32_t kFirstExternalId = 256;

void check_unique(std::map<std::string, Position>& seen, const Located<std::string>& word, const char* what,
                  const char* advice, Diagnostics& diagnostics) {
  if (word.value.empty()) {
    return;
  }
  const auto [first, is_new] = seen.emplace(word.value, word.at);
  if (is_new) {
    return;
  }
  diagnostics.error(word.at, fmt::format("the {} `{}` is used twice; {}", what, word.value, advice));
  diagnostics.note(first->second, "the first one is here");
}

void check_reserved(const Manifest& manifest, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "name");
  const std::string& name = manifest.name.value;
  if (const auto reason = taken_in_image(name)) {
    diagnostics.error(manifest.name.at,
                      fmt::format("the partition name `{}` {}; another name is expected, upper case is "
                                  "usual",
                                  name, *reason));
  }
}

void check_ids(const System& system, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MLIST-5");
  std::map<std::int32_t, Position> seen;
  std::int64_t unassigned = 0;
  for (const Manifest& manifest : system.manifests) {
    if (!manifest.pid) {
      ++unassigned;
      continue;
    }
    const auto [first, is_new] = seen.emplace(manifest.pid->value, manifest.pid->at);
    if (is_new) {
      continue;
    }
    diagnostics.error(manifest.pid->at, fmt::format("the partition id {} is used twice; each partition needs its own",
                                                    manifest.pid->value));
    diagnostics.note(first->second, "the first one is here");
  }
  if (unassigned == 0 || seen.empty()) {
    return;
  }
  const auto& [highest, at] = *seen.rbegin();
  if (highest + unassigned <= std::numeric_limits<std::int32_t>::max()) {
    return;
  }
  diagnostics.error(
      at, fmt::format("no partition id is left above {} for the manifests without `pid`; use a smaller one", highest));
}

void check_size(const Manifest& manifest, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MAN-21");
  const std::size_t signals = manifest.services.size() + manifest.interrupts.size();
  if (signals > kMostSignals) {
    diagnostics.error(manifest.name.at, fmt::format("the partition `{}` has {} services and interrupts; at most {} are "
                                                    "possible",
                                                    manifest.name.value, signals, kMostSignals));
  }
  const bool is_internal = manifest.pid && manifest.pid->value < kFirstExternalId;
  if (signals == 0 && !is_internal && !manifest.is_ns_agent) {
    diagnostics.error(manifest.name.at,
                      fmt::format("the partition `{}` has neither a service nor an interrupt; at least "
                                  "one item in `services` or `irqs` is expected",
                                  manifest.name.value));
  }
}

}  // namespace

void check_partitions(const System& system, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MAN-20");
  std::map<std::string, Position> names;
  std::map<std::string, Position> entry_points;
  for (const Manifest& manifest : system.manifests) {
    check_unique(names, manifest.name, "partition name", "each partition needs its own", diagnostics);
    check_unique(entry_points, manifest.entry_point, "entry point", "each partition needs its own function",
                 diagnostics);
    if (manifest.name.value.empty()) {
      continue;
    }
    check_reserved(manifest, diagnostics);
    check_size(manifest, diagnostics);
  }
  check_ids(system, diagnostics);
  if (system.manifests.size() > kMostPartitions) {
    diagnostics.error(
        system.manifests[kMostPartitions].name.at,
        fmt::format("there are {} partitions; at most {} are possible", system.manifests.size(), kMostPartitions));
  }
}

}  // namespace postern::rules
