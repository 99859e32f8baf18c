// SPDX-License-Identifier: Apache-2.0

#include "plan/planner.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "model/graph.hpp"
#include "plan/domains.hpp"

namespace postern {

namespace {

constexpr unsigned kFirstServiceBit = 4;
constexpr unsigned kFirstInterruptBit = 31;
constexpr std::int32_t kLastInternalId = 255;  // assigned ids begin above it (MLIST-5)
constexpr std::uint64_t kHighestScore = std::numeric_limits<std::uint32_t>::max();

std::uint64_t priority_value(Priority priority) {  // SCH-1
  switch (priority) {
    case Priority::high: return 0x0F;
    case Priority::normal: return 0x1F;
    case Priority::low: return 0x7F;
  }
  return 0x7F;
}

std::vector<std::int32_t> assign_ids(const System& system) {
  std::int32_t highest = 0;
  for (const Manifest& manifest : system.manifests) {
    if (manifest.pid) {
      highest = std::max(highest, manifest.pid->value);
    }
  }
  std::int32_t next = highest == 0 ? kLastInternalId : highest;
  std::vector<std::int32_t> ids;
  for (const Manifest& manifest : system.manifests) {
    ids.push_back(manifest.pid ? manifest.pid->value : ++next);
  }
  return ids;
}

// The score counts less than the priority and never overflows into it, however long the chains are (GEN-13).
std::vector<std::uint64_t> urgencies(const System& system) {
  const std::vector<std::uint64_t> scores = dependency_scores(system);
  std::vector<std::uint64_t> urgencies;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    urgencies.push_back(priority_value(system.manifests[i].priority) << 32U | scores[i]);
  }
  return urgencies;
}

void add_items(Plan& plan, const Manifest& manifest) {
  const auto owner = static_cast<unsigned>(plan.partitions.size()) - 1;
  for (unsigned k = 0; k < manifest.services.size(); ++k) {
    plan.services.push_back({&manifest.services[k], owner, 1U << (kFirstServiceBit + k), 0, std::nullopt});
  }
  for (unsigned k = 0; k < manifest.interrupts.size(); ++k) {
    plan.interrupts.push_back({&manifest.interrupts[k], owner, 1U << (kFirstInterruptBit - k)});
  }
}

// The order of the lists decides between equal urgencies, so that the output depends on nothing else (GEN-14).
void order_partitions(Plan& plan, const System& system) {
  const std::vector<std::int32_t> ids = assign_ids(system);
  const std::vector<std::uint64_t> urgency = urgencies(system);
  std::vector<unsigned> order(system.manifests.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](unsigned a, unsigned b) { return urgency[a] < urgency[b]; });
  plan.in_list_order.resize(order.size());
  for (const unsigned place : order) {
    const Manifest& manifest = system.manifests[place];
    plan.in_list_order[place] = static_cast<unsigned>(plan.partitions.size());
    plan.partitions.push_back({&manifest, ids[place], manifest.model_on(plan.configuration->backend), urgency[place],
                               static_cast<unsigned>(plan.services.size()),
                               static_cast<unsigned>(plan.interrupts.size()), 0, 0});
    add_items(plan, manifest);
  }
  for (PlannedPartition& partition : plan.partitions) {
    for (unsigned other = 0; other < plan.partitions.size(); ++other) {
      if (plan.partitions[other].urgency < partition.urgency) {
        partition.more_urgent |= 0x8000'0000U >> other;
      }
    }
  }
}

// SLS-12: fixed handles first, then the lowest free ones in the order of the lists.
void place_stateless(Plan& plan) {
  std::vector<std::optional<unsigned>> table(kStatelessHandles);
  const auto place = [&](unsigned service, unsigned index) {
    table[index] = service;
    plan.services[service].stateless_index = index;
  };
  std::vector<unsigned> automatic;
  for (const unsigned partition : plan.in_list_order) {
    for (unsigned k = 0; k < plan.service_count(partition); ++k) {
      const unsigned service = plan.partitions[partition].first_service + k;
      const Service& declared = *plan.services[service].service;
      if (declared.connection_based) {
        continue;
      }
      if (declared.stateless_handle) {
        place(service, declared.stateless_handle->value - 1);
      } else {
        automatic.push_back(service);
      }
    }
  }
  unsigned next = 0;
  for (const unsigned service : automatic) {
    while (table[next]) {
      ++next;
    }
    place(service, next);
  }
  while (!table.empty() && !table.back()) {
    table.pop_back();
  }
  plan.stateless = std::move(table);
}

void grant_calls(Plan& plan, const System& system) {
  constexpr std::uint32_t kFirst = 0x8000'0000;
  for (unsigned caller = 0; caller < plan.partitions.size(); ++caller) {
    for (const Edge& edge : edges_of(system, *plan.partitions[caller].manifest)) {
      const PlannedPartition& owner = plan.partitions[plan.in_list_order[edge.partition]];
      plan.services[owner.first_service + edge.service].callers |= kFirst >> caller;
    }
  }
  for (PlannedService& service : plan.services) {
    if (service.service->non_secure_clients) {
      service.callers |= kFirst >> plan.partitions.size();
    }
  }
}

void sort_services(Plan& plan) {
  plan.services_by_sid.resize(plan.services.size());
  std::iota(plan.services_by_sid.begin(), plan.services_by_sid.end(), 0U);
  std::sort(plan.services_by_sid.begin(), plan.services_by_sid.end(), [&](unsigned a, unsigned b) {
    return plan.services[a].service->sid->value < plan.services[b].service->sid->value;
  });
}

}  // namespace

std::vector<std::uint64_t> dependency_scores(const System& system) {
  std::vector<std::uint64_t> scores(system.manifests.size(), 0);
  const auto score = [&](const auto& self, unsigned partition) -> std::uint64_t {
    if (scores[partition] != 0) {
      return scores[partition];
    }
    std::set<unsigned> targets;
    for (const Edge& edge : edges_of(system, system.manifests[partition])) {
      targets.insert(edge.partition);
    }
    std::uint64_t sum = 1;
    for (const unsigned target : targets) {
      sum = std::min(kHighestScore, sum + self(self, target));
    }
    return scores[partition] = sum;
  };
  for (unsigned partition = 0; partition < scores.size(); ++partition) {
    (void)score(score, partition);
  }
  return scores;
}

Plan make_plan(const System& system, const Configuration& configuration, const Board& board) {
  Plan plan{};
  plan.configuration = &configuration;
  plan.board = &board;
  order_partitions(plan, system);
  place_stateless(plan);
  grant_calls(plan, system);
  sort_services(plan);
  plan_domains(plan);
  return plan;
}

}  // namespace postern
