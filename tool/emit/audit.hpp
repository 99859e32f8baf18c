// SPDX-License-Identifier: Apache-2.0

// places.hpp: what `postern audit` needs to know of an image and no table of the kernel holds: the bounds of the memory
// of the kernel and each partition, names, and facts of the board. The audit record contains it, and nothing else does.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace postern {

[[nodiscard]] std::string places_header(const Plan& plan);

}  // namespace postern
