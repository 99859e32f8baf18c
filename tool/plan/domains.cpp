// SPDX-License-Identifier: Apache-2.0

#include "plan/domains.hpp"

#include <algorithm>
#include <utility>

namespace postern {

namespace {

std::vector<const Manifest*> manifests_of(const Plan& plan, const std::vector<unsigned>& partitions) {
  std::vector<const Manifest*> manifests;
  manifests.reserve(partitions.size());
  for (const unsigned partition : partitions) {
    manifests.push_back(plan.partitions[partition].manifest);
  }
  return manifests;
}

// Level 1: one area and one domain for everything secure. No code, the kernel's included, reaches any other address:
// not address 0, and no alias.
void plan_level_1(Plan& plan) {
  Area area{true, true, {}};
  for (unsigned i = 0; i < plan.partitions.size(); ++i) {
    area.partitions.push_back(i);
  }
  plan.domains.push_back(domain_of_level_1(*plan.board, device_rows(manifests_of(plan, area.partitions))));
  plan.areas.push_back(std::move(area));
}

// Code outside of the domain, in the order of image.ld: the kernel's text, and what the kernel may read but not
// execute. The text of the first area with code begins where the gates end.
void add_rest_of_code(const Plan& plan, unsigned area, bool has_code, Domain& domain) {
  const bool is_first = std::none_of(plan.areas.begin(), plan.areas.end(),
                                     [](const Area& earlier) { return !earlier.partitions.empty(); });
  domain.rows.push_back({Row::Kind::kernel_text});
  if (has_code) {
    domain.rows.push_back({is_first ? Row::Kind::nothing : Row::Kind::below_text, area});
    domain.rows.push_back({Row::Kind::below_constants, area});
  }
  domain.rows.push_back({Row::Kind::above_constants, area});
}

// The regions that every domain above level 1 has, in the order of the MPU's slots: the gates, the domain's own memory,
// and all other memory for the kernel alone.
void add_domain(Plan& plan, Area area) {
  const auto index = static_cast<unsigned>(plan.areas.size());
  const bool has_code = !area.partitions.empty();
  Domain domain{{{Row::Kind::gates},
                 {has_code ? Row::Kind::text : Row::Kind::nothing, index},
                 {has_code ? Row::Kind::constants : Row::Kind::nothing, index},
                 {Row::Kind::data, index},
                 {Row::Kind::below_data, index},
                 {Row::Kind::above_data, index}},
                {}};
  if (plan.board->privileged_execute_never) {
    add_rest_of_code(plan, index, has_code, domain);
  }
  const std::vector<Row> devices = device_rows(manifests_of(plan, area.partitions));
  domain.rows.insert(domain.rows.end(), devices.begin(), devices.end());
  for (const unsigned partition : area.partitions) {
    plan.partitions[partition].domain = static_cast<unsigned>(plan.domains.size());
  }
  plan.areas.push_back(std::move(area));
  plan.domains.push_back(std::move(domain));
}

}  // namespace

std::size_t most_rows(const Plan& plan) {
  std::size_t most = 0;
  for (const Domain& domain : plan.domains) {
    most = std::max(most, domain.rows.size());
  }
  return most;
}

std::size_t slot_count(const Plan& plan) {
  std::size_t most = most_rows(plan);
  if (plan.maps_regions()) {
    most = std::max<std::size_t>(most, fixed_rows(plan.configuration->level, *plan.board) + kRowsOfMapping);
  }
  const std::size_t usable = usable_slots(plan.configuration->level, *plan.board);
  return std::min(usable, plan.configuration->level == 1 ? most : (most + kRowGroup - 1) / kRowGroup * kRowGroup);
}

bool has_rows_on_demand(const Plan& plan) { return plan.maps_regions() || most_rows(plan) > slot_count(plan); }

void plan_domains(Plan& plan) {
  if (plan.configuration->level == 1) {
    plan_level_1(plan);
    return;
  }
  plan.areas.push_back({true, false, {}});
  plan.agent_domain = 0;
  add_domain(plan, {false, true, {}});
  std::vector<const Manifest*> manifests;
  manifests.reserve(plan.partitions.size());
  for (const PlannedPartition& partition : plan.partitions) {
    manifests.push_back(partition.manifest);
  }
  for (std::vector<unsigned>& domain : domains_of(manifests, plan.configuration->level)) {
    add_domain(plan, {false, false, std::move(domain)});
  }
}

}  // namespace postern
