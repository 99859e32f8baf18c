// SPDX-License-Identifier: Apache-2.0

#include "model/protection.hpp"

#include <algorithm>
#include <iterator>

namespace postern {

namespace {

std::vector<Row> joined(std::vector<Row> first, std::vector<Row> second) {
  std::move(second.begin(), second.end(), std::back_inserter(first));
  return first;
}

// What is left of `whole` without `holes`, which are in order of address.
std::vector<Row> pieces_of(const Row& whole, const std::vector<Row>& holes) {
  std::vector<Row> pieces;
  Row rest = whole;
  for (const Row& hole : holes) {
    const std::uint64_t end = rest.base + rest.size;
    const std::uint64_t hole_end = hole.base + hole.size;
    if (hole_end <= rest.base || hole.base >= end) {
      continue;
    }
    if (hole.base > rest.base) {
      pieces.push_back(rest);
      pieces.back().size = hole.base - rest.base;
    }
    rest.base = std::min(hole_end, end);
    rest.size = end - rest.base;
  }
  if (rest.size != 0) {
    pieces.push_back(rest);
  }
  return pieces;
}

// Partitions of level 1 are privileged and reach one another's devices, so one region covers all secure devices,
// however many the manifests name. It is for the kernel; the manifests' regions only say where a buffer may be. Only
// what is read-only, or outside of that range, needs regions of its own.
void add_devices_of_level_1(const Board& board, const std::vector<Row>& devices, Domain& domain) {
  std::vector<Row> read_only;
  std::copy_if(devices.begin(), devices.end(), std::back_inserter(read_only),
               [](const Row& device) { return !device.writable; });
  std::vector<Row> all_devices;
  if (board.secure_devices) {
    all_devices.push_back({Row::Kind::secure_devices, 0, board.secure_devices->base, board.secure_devices->size, true});
    domain.rows = joined(std::move(domain.rows), pieces_of(all_devices.front(), read_only));
  }
  for (const Row& device : devices) {
    std::vector<Row> outside = device.writable ? pieces_of(device, all_devices) : std::vector<Row>{device};
    if (outside.size() != 1 || outside.front().size != device.size) {
      domain.covered.push_back(device);
    }
    domain.rows = joined(std::move(domain.rows), std::move(outside));
  }
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

Domain domain_of_level_1(const Board& board, const std::vector<Row>& devices) {
  Domain domain{{{Row::Kind::all_text}, {Row::Kind::all_constants}, {Row::Kind::all_ram}}, {}};
  if (board.architecture == Architecture::armv8m) {
    domain.rows.push_back({Row::Kind::non_secure_code});
    domain.rows.push_back({Row::Kind::non_secure_ram});
  }
  add_devices_of_level_1(board, devices, domain);
  return domain;
}

std::vector<Row> device_rows(const std::vector<const Manifest*>& owners) {
  std::vector<Row> all;
  for (const Manifest* owner : owners) {
    for (const MmioRegion& region : owner->mmio_regions) {
      all.push_back({Row::Kind::device, 0, region.base, region.size, region.writable});
    }
  }
  std::sort(all.begin(), all.end(), [](const Row& a, const Row& b) { return a.base < b.base; });
  std::vector<Row> rows;
  for (const Row& next : all) {
    if (!rows.empty() && rows.back().base + rows.back().size == next.base && rows.back().writable == next.writable) {
      rows.back().size += next.size;
    } else {
      rows.push_back(next);
    }
  }
  return rows;
}

unsigned fixed_rows(unsigned level, const Board& board) {
  constexpr unsigned kAll = 3;        // text, constants, RAM
  constexpr unsigned kNonSecure = 2;  // code and RAM
  constexpr unsigned kOwnAndRest = 6;
  constexpr unsigned kRestOfCode = 4;
  if (level == 1) {
    return board.architecture == Architecture::armv8m ? kAll + kNonSecure : kAll;
  }
  return board.privileged_execute_never ? kOwnAndRest + kRestOfCode : kOwnAndRest;
}

std::size_t usable_slots(unsigned level, const Board& board) {
  return level == 1 ? board.mpu_regions : board.mpu_regions / kRowGroup * kRowGroup;
}

std::vector<Row> rows_of_devices(const std::vector<const Manifest*>& owners, unsigned level, const Board& board) {
  std::vector<Row> rows = device_rows(owners);
  if (level == 1) {
    rows = domain_of_level_1(board, rows).rows;
    rows.erase(rows.begin(), rows.begin() + fixed_rows(level, board));
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.base < b.base; });
  }
  return rows;
}

std::size_t rows_at_once(const std::vector<Row>& devices) {
  constexpr std::uint64_t kLongestAccess = 60;  // LDM of fifteen registers
  constexpr std::uint64_t kWord = 4;
  std::size_t most = 0;
  for (std::size_t first = 0; first < devices.size(); ++first) {
    const std::uint64_t end = devices[first].base + devices[first].size - kWord + kLongestAccess;
    std::size_t last = first;
    while (last + 1 < devices.size() && devices[last].base + devices[last].size == devices[last + 1].base &&
           devices[last + 1].base < end) {
      ++last;
    }
    most = std::max(most, last - first + 1);
  }
  return most;
}

}  // namespace postern
