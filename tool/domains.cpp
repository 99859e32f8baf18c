#include "domains.hpp"

#include <algorithm>
#include <iterator>

namespace postern {

namespace {

// Level 1: one area and one domain for everything secure.
void plan_level_1(Plan& plan) {
  Area area{true, {}};
  std::vector<const Manifest*> owners;
  for (unsigned i = 0; i < plan.partitions.size(); ++i) {
    area.partitions.push_back(i);
    owners.push_back(plan.partitions[i].manifest);
  }
  plan.areas.push_back(std::move(area));
  Domain domain{
      {{Row::Kind::text, 0, 0, 0, false}, {Row::Kind::constants, 0, 0, 0, false}, {Row::Kind::ram, 0, 0, 0, true}}};
  std::vector<Row> devices = device_rows(owners);
  std::move(devices.begin(), devices.end(), std::back_inserter(domain.rows));
  plan.domains.push_back(std::move(domain));
  for (PlannedPartition& partition : plan.partitions) {
    partition.domain = 0;
  }
  plan.agent_domain = 0;
}

}  // namespace

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

// Level 1 grants text, constants and RAM; higher levels have the fixed rows of their own tables.
unsigned fixed_rows(unsigned level) {
  constexpr std::array<unsigned, 4> kFixedRows{0, 3, 6, 6};
  return kFixedRows[level];
}

void plan_domains(Plan& plan) { plan_level_1(plan); }

}  // namespace postern
