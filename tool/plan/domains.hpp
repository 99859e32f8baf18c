// SPDX-License-Identifier: Apache-2.0

// Which memory is contiguous and which domain reaches it: the part of the plan that an isolation level decides.
#pragma once

#include <cstddef>

#include "plan/plan.hpp"

namespace postern {

/// Fills areas, domains, and the domain of each partition and of the agent.
void plan_domains(Plan& plan);

/// The MPU slots that a context switch loads: one for each region of the largest domain, above level 1 in groups of
/// four like the MPU's alias registers, and no more than the MPU has. Mapped vectors have slots too.
[[nodiscard]] std::size_t slot_count(const Plan& plan);

/// The number of regions of the largest domain.
[[nodiscard]] std::size_t most_rows(const Plan& plan);

/// Whether a region can be missing from the MPU, and is then loaded on demand: a device region without a slot, or a
/// mapped vector's.
[[nodiscard]] bool has_rows_on_demand(const Plan& plan);

}  // namespace postern
