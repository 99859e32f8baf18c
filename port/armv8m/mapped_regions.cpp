// SPDX-License-Identifier: Apache-2.0

// Regions of mapped vectors, in images that need them: loaded after a fault, by row_fault.S, and taken out when a
// vector is unmapped. A switch to another domain loads that domain's regions and so takes them out too. In these images
// this file also loads the device regions that are on demand.
//
// A vector of the non-secure world lies in no other region, so its region takes a slot on demand, in turn. A vector of
// a partition lies in memory that the domain reserves for the kernel, and regions must not overlap: that region is
// split, and the parts before and after the vector stay the kernel's. Only one vector at a time can split a region.
#include <algorithm>
#include <optional>

#include "config_impl.h"
#include "encoding/region.hpp"
#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"
#include "spm/entry.hpp"

static_assert(spm::kMapsRegions == (POSTERN_MAPS_REGIONS != 0), "the tool and the kernel disagree on mapped regions");
static_assert(!spm::kMapsRegions || spm::system::kDomainSlots >= spm::system::kFixedRows + 2,
              "no slots to split a region");

namespace port {
namespace {

namespace reg = registers;
namespace system = spm::system;
using encoding::kAttributes;
using encoding::kGranule;

constexpr std::uint32_t kFirstOnDemand = system::kFixedRows;

/// The words of a slot.
struct Slot {
  std::uint32_t base;
  std::uint32_t limit;

  [[nodiscard]] std::uint32_t first() const { return base & ~kAttributes; }
  [[nodiscard]] std::uint32_t last() const { return limit | kAttributes; }
  [[nodiscard]] bool is_on() const { return (limit & encoding::kRegionOn) != 0; }
  [[nodiscard]] bool contains(std::uint32_t address) const { return address >= first() && address <= last(); }
  [[nodiscard]] bool overlaps(const Slot& other) const {
    return is_on() && other.is_on() && first() <= other.last() && other.first() <= last();
  }
  /// The same rights for the part of the region before or after another one.
  [[nodiscard]] Slot before(const Slot& other) const {
    return other.first() == first() ? Slot{0, 0} : Slot{base, (other.first() - kGranule) | (limit & kAttributes)};
  }
  [[nodiscard]] Slot after(const Slot& other) const {
    return other.last() == last() ? Slot{0, 0} : Slot{(other.last() + 1) | (base & kAttributes), limit};
  }
  bool operator==(const Slot&) const = default;
};

Slot slot_for(const spm::Region& region) {
  return {reinterpret_cast<std::uintptr_t>(region.base), reinterpret_cast<std::uintptr_t>(region.limit)};
}

Slot loaded(std::uint32_t number) {
  reg::write(reg::kProtectionNumber, number);
  return {reg::read(reg::kProtectionBase), reg::read(reg::kProtectionLimit)};
}

/// The slot is off while it changes: half of a region must not be in force.
void load(std::uint32_t number, const Slot& slot) {
  reg::write(reg::kProtectionNumber, number);
  reg::write(reg::kProtectionLimit, 0);
  reg::write(reg::kProtectionBase, slot.base);
  reg::write(reg::kProtectionLimit, slot.limit);
}

constinit std::uint32_t next_slot = kFirstOnDemand;

/// True if a fixed region may be split. A switch loads it whole again, and leaves this as it is.
constinit bool is_split = false;

void load_table(const spm::Region* rows) {
  load_rows(rows);
  is_split = false;
}

/// The domain's region on demand that has this address: a device, or a mapped vector.
std::optional<Slot> region_of(const spm::Region* rows, std::uintptr_t address) {
  for (const spm::Region* row = rows + system::kFixedRows; row->limit != nullptr; ++row) {
    if (const Slot device = slot_for(*row); device.contains(address)) {
      return device;
    }
  }
  spm::Region region;
  return spm_find_mapped(rows, address, &region) ? std::optional(slot_for(region)) : std::nullopt;
}

bool is_loaded(const Slot& wanted) {
  for (std::uint32_t number = kFirstOnDemand; number < system::kDomainSlots; ++number) {
    if (loaded(number) == wanted) {
      return true;
    }
  }
  return false;
}

void load_on_demand(const Slot& wanted) {
  for (std::uint32_t number = kFirstOnDemand; number < system::kDomainSlots; ++number) {
    if (loaded(number).overlaps(wanted)) {
      load(number, {0, 0});
    }
  }
  load(next_slot, wanted);
  next_slot = next_slot + 1 == system::kDomainSlots ? kFirstOnDemand : next_slot + 1;
}

/// False if the fixed region is not the kernel's alone, or has not all of the vector.
bool split(std::uint32_t number, const Slot& whole, const Slot& wanted) {
  if ((whole.base & encoding::kUnprivileged) != 0 || !whole.contains(wanted.first()) ||
      !whole.contains(wanted.last())) {
    return false;
  }
  is_split = true;
  load(number, whole.before(wanted));
  load(kFirstOnDemand, wanted);
  load(kFirstOnDemand + 1, whole.after(wanted));
  return true;
}

}  // namespace

void unload_mapped() {
  if constexpr (spm::kMapsRegions) {
    load_table(reinterpret_cast<const spm::Region*>(port_running->rows));
  }
}

}  // namespace port

extern "C" bool port_load_region(const spm::Region* rows, std::uintptr_t address) {
  using namespace port;
  if constexpr (!spm::kMapsRegions) {
    return false;
  }
  const std::optional<Slot> wanted = region_of(rows, address);
  if (!wanted || is_loaded(*wanted)) {
    return false;  // what is loaded and still faults does not grant this access
  }
  if (is_split) {
    load_table(rows);
  }
  for (std::uint32_t i = 0; i < kFirstOnDemand; ++i) {
    if (const Slot fixed = slot_for(rows[i]); fixed.overlaps(*wanted)) {
      return split(i, fixed, *wanted);
    }
  }
  load_on_demand(*wanted);
  return true;
}
