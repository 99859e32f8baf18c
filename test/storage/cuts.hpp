// SPDX-License-Identifier: Apache-2.0

// Power cuts at every program and erase of a history, and again in what follows each.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "simulated_flash.hpp"

struct Cuts {
  std::uint64_t tried = 0;
  std::uint64_t broken = 0;
  std::string first;  // what broke first
};

/// Cuts one history of `steps` at every `each`-th operation, in every way to tear. After a cut in 8 the power fails
/// again, at each of the operations that follow.
[[nodiscard]] Cuts try_cuts(const storage_geometry& geometry, unsigned seed, unsigned steps, unsigned each);
