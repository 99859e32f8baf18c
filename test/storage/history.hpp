// SPDX-License-Identifier: Apache-2.0

// Random histories of puts and removals on a store, beside a map that says what must be in it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "simulated_flash.hpp"
#include "store.hpp"

inline constexpr std::size_t kEntries = 12;
inline constexpr std::int32_t kOwner = -7;
inline constexpr std::array<storage_geometry, 4> kGeometries{{{512, 5, 1}, {512, 4, 4}, {1024, 3, 8}, {1024, 6, 16}}};

using Content = std::map<std::uint64_t, std::vector<std::uint8_t>>;

/// A store on the flash, as after a reset: nothing in RAM is left of the one before.
class Booted {
 public:
  Booted() : store(index) {}
  [[nodiscard]] psa_status_t put(std::uint64_t uid, const std::vector<std::uint8_t>& data, std::uint32_t flags = 0);

  std::array<storage::Entry, kEntries> index{};
  storage::Store store;
};

/// A history of so many steps. The same seed makes the same history.
class History {
 public:
  History(unsigned seed, unsigned steps) : random_(seed), steps_(steps) {}

  /// Continues until the end or until the power fails. After a cut, `before` and `after` are what may be in the store.
  void run(Booted& booted);
  [[nodiscard]] bool is_done() const { return done_ == steps_; }

  /// Compares the store with the content, and takes it over. A description of the difference, or nothing.
  [[nodiscard]] std::string difference(const Booted& booted);

  Content before;
  Content after;

 private:
  void step(Booted& booted);

  std::minstd_rand random_;
  unsigned steps_;
  unsigned done_ = 0;
};

[[nodiscard]] std::string difference(const Booted& booted, const Content& content);
