// SPDX-License-Identifier: Apache-2.0

// Random lives of a device: two clients change their assets, and the power fails. Beside it is what must be stored.
#pragma once

#include <random>
#include <string>

#include "device.hpp"

class Life {
 public:
  /// The same seed makes the same life.
  Life(Device& device, unsigned seed) : device_(device), random_(seed) {}

  /// One change. Throws Cut when the power fails; then `before` and `after` are what may be stored.
  void step();

  /// Compares what is stored after a reset with that, and takes it over. A description of the difference, or nothing.
  [[nodiscard]] std::string difference();

  Assets before;
  Assets after;

 private:
  [[nodiscard]] Data some_data(std::size_t most);
  void change(std::int32_t client, std::uint64_t uid);

  Device& device_;
  std::minstd_rand random_;
};

struct Cuts {
  std::uint64_t tried = 0;
  std::uint64_t broken = 0;
  std::string first;  // what broke first
};

/// Cuts one life of so many steps at every `each`-th operation of the flash and of the counters, in every way to tear.
/// After a cut in 8 the power fails again, at each of the operations that follow. Random numbers are constant if there
/// are counters, so that only the version keeps nonces apart.
[[nodiscard]] Cuts try_cuts(const storage_geometry& geometry, unsigned seed, unsigned steps, unsigned each,
                            bool has_counters);

/// A life with an attacker, who keeps every state of the flash, and after some cuts puts back the one in front of it.
/// At the end each kept state is tried: what is accepted and is not the present one is described.
[[nodiscard]] std::string accepted_copy(const storage_geometry& geometry, unsigned seed, unsigned steps);
