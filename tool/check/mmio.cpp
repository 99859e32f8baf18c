// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>

#include "check/rules.hpp"
#include "model/address_map.hpp"
#include "model/protection.hpp"

namespace postern::rules {

namespace {

struct Owned {
  const Manifest* owner;
  const MmioRegion* region;
};

bool overlap(std::uint64_t base_a, std::uint64_t size_a, std::uint64_t base_b, std::uint64_t size_b) {
  return base_a < base_b + size_b && base_b < base_a + size_a;
}

std::string described(const Owned& owned) {
  const MmioRegion& region = *owned.region;
  const std::string range = fmt::format("{:#010x} to {:#010x}", region.base, region.base + region.size - 1);
  return region.name.empty() ? range : fmt::format("`{}` ({})", region.name, range);
}

// MMIO-3: a partition may have every byte of the region, at this address and at no alias.
void check_owner(const Owned& owned, const Board& board, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "region");
  if (const auto foreign = first_foreign(board, {owned.region->base, owned.region->size})) {
    diagnostics.error(owned.region->at, fmt::format("the region {} cannot be a partition's: {}; {}", described(owned),
                                                    describe_owner(board, *foreign), describe_free(board)));
  }
}

// Device regions that do not fit are loaded on demand. All other regions must fit, and the device regions that one
// instruction may need at once.
void check_count(const std::vector<const Manifest*>& domain, const Configuration& configuration, const Board& board,
                 Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MMIO-8");
  const std::size_t fixed = fixed_rows(configuration.level, board);
  const std::size_t slots = usable_slots(configuration.level, board);
  const std::size_t at_once = rows_at_once(rows_of_devices(domain, configuration.level, board));
  if (fixed + at_once <= slots) {
    return;
  }
  const std::size_t least = fixed + std::min<std::size_t>(at_once, 1);
  if (least > slots) {
    diagnostics.error(board.mpu_regions_at, fmt::format("the board `{}` has {} MPU slots; isolation level {} needs {}",
                                                        board.name, board.mpu_regions, configuration.level, least));
    return;
  }
  std::string names;
  Position at;
  for (const Manifest* owner : domain) {
    for (const MmioRegion& region : owner->mmio_regions) {
      names += fmt::format("{}{} of `{}`", names.empty() ? "" : ", ", described({owner, &region}), owner->name.value);
      at = region.at;
    }
  }
  diagnostics.error(
      at, fmt::format("one instruction can reach {} adjacent MMIO regions, and the board `{}` has {} MPU "
                      "slots for them at level {}; the same permission or larger regions are expected among {}",
                      at_once, board.name, slots - fixed, configuration.level, names));
}

}  // namespace

void check_mmio(const System& system, const Configuration& configuration, const Board& board,
                Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MMIO-3");
  std::vector<Owned> all;
  for (const Manifest& manifest : system.manifests) {
    for (const MmioRegion& region : manifest.mmio_regions) {
      if (region.size == 0) {
        continue;
      }
      const Owned owned{&manifest, &region};
      check_owner(owned, board, diagnostics);
      for (const Owned& other : all) {
        if (!overlap(region.base, region.size, other.region->base, other.region->size)) {
          continue;
        }
        diagnostics.error(region.at,
                          fmt::format("the region {} overlaps {} of `{}`; regions without common addresses are "
                                      "expected",
                                      described(owned), described(other), other.owner->name.value));
        diagnostics.note(other.region->at, "the other region is here");
      }
      all.push_back(owned);
    }
  }
  std::vector<const Manifest*> manifests;
  for (const Manifest& manifest : system.manifests) {
    manifests.push_back(&manifest);
  }
  for (const std::vector<unsigned>& domain : domains_of(manifests, configuration.level)) {
    std::vector<const Manifest*> members;
    members.reserve(domain.size());
    for (const unsigned member : domain) {
      members.push_back(manifests[member]);
    }
    check_count(members, configuration, board, diagnostics);
  }
}

}  // namespace postern::rules
