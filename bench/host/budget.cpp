// SPDX-License-Identifier: Apache-2.0

#include "budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace postern::bench {

namespace {

// Instructions that the compiler may add for other tables. A kernel that looks at each partition needs more for the 15
// between.
constexpr std::int64_t kCompilersFreedom = 8;
// psa_connect finds its service by binary search: one more step for twice the services.
constexpr std::int64_t kSearch = 40;

// What Mbed TLS does depends on the version that the system has.
bool is_of_a_library(const std::string& name) {
  return std::ranges::any_of(std::array{".flash.crypto.", ".ram.crypto.", ".call.sha256", ".call.aes128", ".call.ecdsa",
                                        ".call.token", ".call.ps_"},
                             [&](const char* part) { return name.find(part) != std::string::npos; });
}

bool is_of_another_image(const std::string& name) {
  return std::ranges::any_of(std::array{".p1.", ".p9.", ".p24.", ".fp."},
                             [&](const char* part) { return name.find(part) != std::string::npos; });
}

// Figures that follow from other figures have no budget; of the sizes only those that are compared have one.
bool has_budget(const Figure& figure) {
  for (const char* end : {".cycles", ".waits", ".lines", ".loads", ".stores", ".refills", ".p1", ".p9", ".p24",
                          ".release", ".untested", ".silent", ".plain"}) {
    if (figure.name.ends_with(end)) {
      return false;
    }
  }
  // Only of a call in the image with four partitions.
  if (figure.name.ends_with(".exceptions") && (!figure.name.starts_with("cost.") || is_of_another_image(figure.name))) {
    return false;
  }
  if (is_of_a_library(figure.name)) {
    return false;
  }
  return !figure.name.starts_with("size.") || figure.name.find(".image.") != std::string::npos ||
         figure.name.find(".core.") != std::string::npos;
}

// The group of a figure: "cost IPC.l1", or the first word alone.
std::string group_of(const std::string& name) {
  std::string first = name.substr(0, name.find('.'));
  for (const char* backend : {".SFN.", ".IPC."}) {
    if (const std::size_t at = name.find(backend); at != std::string::npos) {
      return fmt::format("{} {}", first, name.substr(at + 1, 6));
    }
  }
  return first;
}

// cost.ns-app.none.IPC.l1.exceptions -> cost.ns-app.none.IPC.l1
const std::map<std::string, std::int64_t>* functions_of(const Profiles& profiles, std::string name) {
  constexpr std::string_view kEnd = ".exceptions";
  if (name.ends_with(kEnd)) {
    name.resize(name.size() - kEnd.size());
  }
  for (const auto& [configuration, profile] : profiles) {
    if (const auto found = profile.find(name); found != profile.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

void compare_functions(const std::string& name, const Profiles& earlier, const Profiles& now,
                       std::vector<std::string>& lines) {
  const auto* before = functions_of(earlier, name);
  const auto* after = functions_of(now, name);
  if (before == nullptr || after == nullptr) {
    return;
  }
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> both;
  for (const auto& [function, count] : *before) {
    both[function].first = count;
  }
  for (const auto& [function, count] : *after) {
    both[function].second = count;
  }
  for (const auto& [function, counts] : both) {
    if (counts.first != counts.second) {
      lines.push_back(fmt::format("  {:>5} -> {:>5}  {}", counts.first, counts.second, function));
    }
  }
}

// Compares cost....p9 and .p24 with the same figure without them.
void judge_partitions(const Figures& figures, std::vector<std::string>& lines) {
  unsigned compared = 0;
  bool is_good = true;
  for (const Figure& figure : figures) {
    for (const char* end : {".p9", ".p24"}) {
      if (!figure.name.ends_with(end)) {
        continue;
      }
      const Figure* four = find(figures, figure.name.substr(0, figure.name.size() - std::string_view(end).size()));
      if (four == nullptr) {
        continue;
      }
      ++compared;
      const bool has_search = figure.name.find(".session.") != std::string::npos;
      if (figure.value > four->value + kCompilersFreedom + (has_search ? kSearch : 0)) {
        is_good = false;
        lines.push_back(fmt::format("FAILED {}: {}, with four partitions {}: the cost grows with the partitions",
                                    figure.name, figure.value, four->value));
      }
    }
  }
  if (is_good && compared != 0) {
    lines.emplace_back("ok the number of partitions costs nothing");
  }
}

}  // namespace

std::vector<std::string> judge(const Figures& budget, const Figures& figures, const Profiles& earlier,
                               const Profiles& now) {
  std::vector<std::string> lines;
  std::map<std::string, bool> groups;
  for (const Figure& figure : figures) {
    if (!has_budget(figure)) {
      continue;
    }
    bool& is_good = groups.try_emplace(group_of(figure.name), true).first->second;
    const Figure* allowed = find(budget, figure.name);
    if (allowed == nullptr) {
      is_good = false;
      lines.push_back(fmt::format("FAILED {}: no budget; ./run bench --update-budget makes one", figure.name));
    } else if (figure.value > allowed->value) {
      is_good = false;
      lines.push_back(
          fmt::format("FAILED {}: budget {}, now {} {}", figure.name, allowed->value, figure.value, figure.unit));
      compare_functions(figure.name, earlier, now, lines);
    }
  }
  for (const Figure& allowed : budget) {
    if (find(figures, allowed.name) == nullptr) {
      lines.push_back(fmt::format("FAILED {}: it has a budget and was not measured", allowed.name));
    }
  }
  for (const auto& [group, is_good] : groups) {
    if (is_good) {
      lines.push_back("ok " + group);
    }
  }
  judge_partitions(figures, lines);
  return lines;
}

Figures lower(const Figures& budget, const Figures& goals, const Figures& figures) {
  Figures lowered;
  for (const Figure& allowed : budget) {
    const Figure* figure = find(figures, allowed.name);
    if (figure != nullptr && has_budget(*figure)) {
      lowered.push_back({allowed.name, std::min(allowed.value, figure->value), figure->unit});
    }
  }
  for (const Figure& figure : figures) {
    if (has_budget(figure) && find(budget, figure.name) == nullptr) {
      const Figure* goal = find(goals, figure.name);
      lowered.push_back(
          {figure.name, goal == nullptr ? figure.value : std::max(goal->value, figure.value), figure.unit});
    }
  }
  return lowered;
}

}  // namespace postern::bench
