// Which memory stands together and who is granted what: the part of the plan that an isolation level decides.
#pragma once

#include <vector>

#include "plan.hpp"

namespace postern {

/// Fills areas, domains, and the domain of each partition and of the agent.
void plan_domains(Plan& plan);

/// The MMIO regions of these partitions as rows, in order of address; adjacent ones of one owner with the same rights
/// are one row.
[[nodiscard]] std::vector<Row> device_rows(const std::vector<const Manifest*>& owners);

/// Which manifests share a domain at this level, as indices into `manifests`: all, those of each type, or each by
/// itself.
[[nodiscard]] std::vector<std::vector<unsigned>> domains_of(const std::vector<const Manifest*>& manifests,
                                                            unsigned level);

/// Slots of the protection unit that a switch loads: the rows of the largest domain, above level 1 in groups of four as
/// the unit's alias registers come.
[[nodiscard]] std::size_t slot_count(const Plan& plan);

/// Rows of a domain that are not devices, at this isolation level of the board.
[[nodiscard]] unsigned fixed_rows(unsigned level, const Board& board);

}  // namespace postern
