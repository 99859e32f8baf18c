#include "domains.hpp"

#include <algorithm>
#include <array>
#include <iterator>

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

// Level 1: one area and one domain for everything secure.
void plan_level_1(Plan& plan) {
  Area area{true, true, {}};
  for (unsigned i = 0; i < plan.partitions.size(); ++i) {
    area.partitions.push_back(i);
  }
  Domain domain{{{Row::Kind::all_text}, {Row::Kind::all_constants}, {Row::Kind::all_ram}}};
  std::vector<Row> devices = device_rows(manifests_of(plan, area.partitions));
  std::move(devices.begin(), devices.end(), std::back_inserter(domain.rows));
  plan.areas.push_back(std::move(area));
  plan.domains.push_back(std::move(domain));
}

// Code that is not the domain's own, in the order of image.ld: the kernel's text, and what it may read and not execute.
// The text of the first area with code begins where the gates end.
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

// The rows that every domain above level 1 has, in the order of the protection unit's slots: the gates, what is its
// own, and all other memory for the kernel alone.
void add_domain(Plan& plan, Area area) {
  const auto index = static_cast<unsigned>(plan.areas.size());
  const bool has_code = !area.partitions.empty();
  Domain domain{{{Row::Kind::gates},
                 {has_code ? Row::Kind::text : Row::Kind::nothing, index},
                 {has_code ? Row::Kind::constants : Row::Kind::nothing, index},
                 {Row::Kind::data, index},
                 {Row::Kind::below_data, index},
                 {Row::Kind::above_data, index}}};
  if (plan.board->privileged_execute_never) {
    add_rest_of_code(plan, index, has_code, domain);
  }
  std::vector<Row> devices = device_rows(manifests_of(plan, area.partitions));
  std::move(devices.begin(), devices.end(), std::back_inserter(domain.rows));
  for (const unsigned partition : area.partitions) {
    plan.partitions[partition].domain = static_cast<unsigned>(plan.domains.size());
  }
  plan.areas.push_back(std::move(area));
  plan.domains.push_back(std::move(domain));
}

}  // namespace

std::vector<std::vector<unsigned>> domains_of(const std::vector<const Manifest*>& manifests, unsigned level) {
  std::vector<std::vector<unsigned>> domains;
  if (level == 3) {
    for (unsigned i = 0; i < manifests.size(); ++i) {
      domains.push_back({i});
    }
    return domains;
  }
  std::vector<unsigned> psa_rot;
  std::vector<unsigned> application;
  for (unsigned i = 0; i < manifests.size(); ++i) {
    const bool together = level == 1 || manifests[i]->is_psa_rot;
    (together ? psa_rot : application).push_back(i);
  }
  for (std::vector<unsigned>* domain : {&psa_rot, &application}) {
    if (!domain->empty()) {
      domains.push_back(std::move(*domain));
    }
  }
  return domains;
}

std::vector<Row> device_rows(const std::vector<const Manifest*>& owners) {
  struct Owned {
    Row row;
    const Manifest* owner;
  };
  std::vector<Owned> all;
  for (const Manifest* owner : owners) {
    for (const MmioRegion& region : owner->mmio_regions) {
      all.push_back({{Row::Kind::device, 0, region.base, region.size, region.writable}, owner});
    }
  }
  std::sort(all.begin(), all.end(), [](const Owned& a, const Owned& b) { return a.row.base < b.row.base; });
  std::vector<Owned> merged;
  for (const Owned& next : all) {
    if (!merged.empty()) {
      Owned& last = merged.back();
      const bool touches = last.row.base + last.row.size == next.row.base;
      if (touches && last.owner == next.owner && last.row.writable == next.row.writable) {
        last.row.size += next.row.size;
        continue;
      }
    }
    merged.push_back(next);
  }
  std::vector<Row> rows;
  rows.reserve(merged.size());
  for (const Owned& owned : merged) {
    rows.push_back(owned.row);
  }
  return rows;
}

unsigned fixed_rows(unsigned level, const Board& board) {
  constexpr unsigned kAll = 3;  // text, constants, RAM
  constexpr unsigned kOwnAndRest = 6;
  constexpr unsigned kRestOfCode = 4;
  if (level == 1) {
    return kAll;
  }
  return board.privileged_execute_never ? kOwnAndRest + kRestOfCode : kOwnAndRest;
}

std::size_t slot_count(const Plan& plan) {
  constexpr std::size_t kGroup = 4;
  std::size_t most = 0;
  for (const Domain& domain : plan.domains) {
    most = std::max(most, domain.rows.size());
  }
  return plan.configuration->level == 1 ? most : (most + kGroup - 1) / kGroup * kGroup;
}

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
