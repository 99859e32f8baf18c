// Which memory stands together and who is granted what: the part of the plan that an isolation level decides.
#pragma once

#include <cstddef>

#include "plan/plan.hpp"

namespace postern {

/// Fills areas, domains, and the domain of each partition and of the agent.
void plan_domains(Plan& plan);

/// Slots of the protection unit that a switch loads: the rows of the largest domain, above level 1 in groups of four as
/// the unit's alias registers come, and at most those that there are.
[[nodiscard]] std::size_t slot_count(const Plan& plan);

/// Rows of the largest domain.
[[nodiscard]] std::size_t most_rows(const Plan& plan);

/// Has a domain more device rows than there are slots for them? They are loaded when they are used then.
[[nodiscard]] bool has_rows_on_demand(const Plan& plan);

}  // namespace postern
