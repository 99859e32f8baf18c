// SPDX-License-Identifier: Apache-2.0

#include "model/address_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "text/words.hpp"

namespace postern {

namespace {

/// A part of a storage that `memory` names; offsets count from the storage's beginning.
struct Part {
  std::uint64_t first;
  std::uint64_t end;
  std::string name;
  std::uint64_t home;
  Owner owner;
};

class Layout {
 public:
  Layout(Board& board, Diagnostics& diagnostics) : board_(board), diagnostics_(diagnostics) {}

  void lay_out() {
    for (const auto& [name, memory] : board_.memory) {
      place_memory(name, memory);
    }
    for (const auto& [name, storage] : board_.storage) {
      lay_storage(name, storage);
    }
    for (const auto& [name, device] : board_.devices) {
      lay_device(name, device);
    }
    for (const auto& [name, device] : board_.other_devices) {
      lay_device(name, device);
    }
    std::sort(board_.places.begin(), board_.places.end(),
              [](const Place& a, const Place& b) { return a.first < b.first; });
    refuse_overlaps();
  }

 private:
  // On a host the linker places the memory.
  void place_memory(const std::string& name, const Memory& memory) {
    if (board_.architecture == Architecture::host || memory.size == 0) {
      return;
    }
    for (const auto& [storage_name, storage] : board_.storage) {
      for (const std::uint64_t base : storage.bases) {
        if (memory.base < base || memory.end() > base + storage.size) {
          continue;
        }
        check_place(name, memory, storage_name, base == storage.bases.front());
        const std::uint64_t first = memory.base - base;
        add_part(storage_name,
                 {first, first + memory.size, name, memory.base,
                  name.starts_with("secure") ? Owner::image : Owner::non_secure},
                 board_.memory_at[name]);
        return;
      }
    }
    diagnostics_.error(board_.memory_at[name],
                       fmt::format("`{}` lies in no memory of `storage`; a range inside one of them is expected: {}",
                                   name, listed(keys_of(board_.storage))));
  }

  // The attribution unit decides by address, and a memory controller opens blocks to the non-secure world.
  void check_place(const std::string& name, const Memory& memory, const std::string& storage_name,
                   bool is_secure_address) {
    const Storage& storage = board_.storage.at(storage_name);
    const bool is_secure = name.starts_with("secure");
    const std::uint64_t step = board_.step_of(storage_name);
    std::string problem;
    if (is_secure && !is_secure_address) {
      problem = fmt::format("is at an address of `{}` that is not its first; the first is that of secure programs",
                            storage_name);
    } else if (!is_secure && is_secure_address && storage.bases.size() > 1) {
      problem = fmt::format(
          "is at the first address of `{}`, that of secure programs; another of its addresses is "
          "expected",
          storage_name);
    } else if (!is_secure && step == 0) {
      problem = fmt::format(
          "is in `{}`, which has no controller that opens a part of it to the non-secure world; "
          "another memory is expected",
          storage_name);
    } else if (!is_secure && (memory.base % step != 0 || memory.size % step != 0)) {
      problem = fmt::format(
          "is divided between the worlds in steps of {:#x}; multiples of that are expected for base "
          "and size",
          step);
    } else if (name == "secure_code" && memory.base % size_of_vectors() != 0) {
      problem = fmt::format("begins with the table of exceptions; a multiple of {:#x} is expected for its base",
                            size_of_vectors());
    }
    if (!problem.empty()) {
      diagnostics_.error(board_.memory_at[name], fmt::format("`{}` {}", name, problem));
    }
  }

  // An address of such a table is a multiple of its size, rounded up to a power of two.
  [[nodiscard]] std::uint64_t size_of_vectors() const {
    constexpr std::uint64_t kExceptions = 16;
    constexpr std::uint64_t kEntry = 4;
    return std::bit_ceil((kExceptions + board_.interrupt_count) * kEntry);
  }

  void add_part(const std::string& storage, Part part, Position at) {
    std::vector<Part>& parts = parts_[storage];
    for (const Part& other : parts) {
      if (part.first < other.end && other.first < part.end) {
        diagnostics_.error(at, fmt::format("`{}` and `{}` are the same memory, `{}`, at two addresses; memories apart "
                                           "from each other are expected",
                                           other.name, part.name, storage));
        return;
      }
    }
    parts.push_back(std::move(part));
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.first < b.first; });
  }

  void lay_storage(const std::string& name, const Storage& storage) {
    for (const std::uint64_t base : storage.bases) {
      std::uint64_t next = 0;
      for (const Part& part : parts_[name]) {
        add_unused(name, storage, base, next, part.first);
        board_.places.push_back({base + part.first, base + part.end, part.home, part.owner, part.name, "", true});
        next = part.end;
      }
      add_unused(name, storage, base, next, storage.size);
    }
  }

  void add_unused(const std::string& name, const Storage& storage, std::uint64_t base, std::uint64_t first,
                  std::uint64_t end) {
    if (first < end) {
      board_.places.push_back(
          {base + first, base + end, storage.bases.front() + first, Owner::partition, name, "", true});
    }
  }

  void lay_device(const std::string& name, const Device& device) {
    std::vector<std::uint64_t> bases = device.also;
    bases.push_back(device.memory.base);
    for (const std::uint64_t base : bases) {
      board_.places.push_back(
          {base, base + device.memory.size, device.memory.base, device.owner, name, device.because, false});
    }
  }

  // If an address had two owners, the result would depend on their order.
  void refuse_overlaps() {
    for (std::size_t i = 1; i < board_.places.size(); ++i) {
      const Place& one = board_.places[i - 1];
      const Place& other = board_.places[i];
      if (other.first < one.end) {
        diagnostics_.error(position_of(other.name), fmt::format("`{}` and `{}` both have the address {:#010x}; one of "
                                                                "them is expected there",
                                                                one.name, other.name, other.first));
      }
    }
  }

  [[nodiscard]] Position position_of(const std::string& name) const {
    for (const auto* devices : {&board_.devices, &board_.other_devices}) {
      const auto found = devices->find(name);
      if (found != devices->end()) {
        return found->second.at;
      }
    }
    const auto found = board_.storage.find(name);
    return found != board_.storage.end() ? found->second.at : board_.memory_at.at(name);
  }

  Board& board_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::vector<Part>, std::less<>> parts_;
};

bool is_free(const Place& place) { return place.owner == Owner::partition && place.home == place.first; }

std::string describe_place(const Place& place) {
  switch (place.owner) {
    case Owner::partition: return fmt::format("`{}`", place.name);
    case Owner::image: return fmt::format("`{}`, the secure image's own memory", place.name);
    case Owner::kernel: return fmt::format("`{}`, a device of the kernel", place.name);
    case Owner::non_secure:
      return fmt::format("`{}`, {} of the non-secure world", place.name, place.is_memory ? "memory" : "a device");
    case Owner::none: return fmt::format("`{}`, which no partition can have: {}", place.name, place.because);
  }
  return "";
}

}  // namespace

void lay_out(Board& board, Diagnostics& diagnostics) { Layout(board, diagnostics).lay_out(); }

const Place* place_of(const Board& board, std::uint64_t address) {
  const auto after = std::upper_bound(board.places.begin(), board.places.end(), address,
                                      [](std::uint64_t wanted, const Place& place) { return wanted < place.first; });
  if (after == board.places.begin()) {
    return nullptr;
  }
  const Place& place = *(after - 1);
  return address < place.end ? &place : nullptr;
}

std::optional<std::uint64_t> first_foreign(const Board& board, Memory range) {
  std::uint64_t next = range.base;
  while (next < range.end()) {
    const Place* const place = place_of(board, next);
    if (place == nullptr || !is_free(*place)) {
      return next;
    }
    next = place->end;
  }
  return std::nullopt;
}

std::string describe_owner(const Board& board, std::uint64_t address) {
  const Place* const place = place_of(board, address);
  if (place == nullptr) {
    return fmt::format("the board `{}` has nothing at {:#010x}", board.name, address);
  }
  const std::uint64_t home = place->home + (address - place->first);
  const std::string another = home == address
                                  ? fmt::format("{:#010x} is in ", address)
                                  : fmt::format("{:#010x} is an alias of {:#010x}, which is in ", address, home);
  return another + describe_place(*place);
}

std::string describe_free(const Board& board) {
  std::string memories;
  for (const Place& place : board.places) {
    if (place.is_memory && is_free(place)) {
      memories += fmt::format("{}{:#010x} to {:#010x} (`{}`)", memories.empty() ? "" : ", ", place.first, place.end - 1,
                              place.name);
    }
  }
  const Words devices = keys_of(board.devices);
  if (memories.empty() && devices.empty()) {
    return fmt::format("the board `{}` has nothing that a partition can have", board.name);
  }
  if (memories.empty()) {
    return "a device is expected: " + listed(devices);
  }
  return devices.empty() ? "unused memory is expected: " + memories
                         : fmt::format("a device is expected ({}), or unused memory: {}", listed(devices), memories);
}

std::string describe_other_device(const Board& board, const std::string& name) {
  const auto found = board.other_devices.find(name);
  if (found == board.other_devices.end()) {
    return "";
  }
  const Device& device = found->second;
  return describe_place(
      {device.memory.base, device.memory.end(), device.memory.base, device.owner, name, device.because, false});
}

}  // namespace postern
