// Which memory stands together and who is granted what: the part of the plan that an isolation level decides.
#pragma once

#include <vector>

#include "plan/plan.hpp"

namespace postern {

/// Fills areas, domains, and the domain of each partition and of the agent.
void plan_domains(Plan& plan);

/// The domain of level 1, where these are the devices of all partitions.
[[nodiscard]] Domain domain_of_level_1(const Board& board, const std::vector<Row>& devices);

/// The MMIO regions of these partitions, which share a domain, as rows in order of address; adjacent ones with the same
/// rights are one row.
[[nodiscard]] std::vector<Row> device_rows(const std::vector<const Manifest*>& owners);

/// Which manifests share a domain at this level, as indices into `manifests`: all, those of each type, or each by
/// itself.
[[nodiscard]] std::vector<std::vector<unsigned>> domains_of(const std::vector<const Manifest*>& manifests,
                                                            unsigned level);

/// Slots of the protection unit that a switch loads: the rows of the largest domain, above level 1 in groups of four as
/// the unit's alias registers come, and at most those that there are.
[[nodiscard]] std::size_t slot_count(const Plan& plan);

/// Rows of the largest domain.
[[nodiscard]] std::size_t most_rows(const Plan& plan);

/// Has a domain more device rows than there are slots for them? They are loaded when they are used then.
[[nodiscard]] bool has_rows_on_demand(const Plan& plan);

/// Slots that a switch can load, whatever the rows.
[[nodiscard]] std::size_t usable_slots(unsigned level, const Board& board);

/// The rows behind the fixed ones of a domain of these partitions, in order of address.
[[nodiscard]] std::vector<Row> rows_of_devices(const std::vector<const Manifest*>& owners, unsigned level,
                                               const Board& board);

/// How many of these device rows one instruction may need together.
[[nodiscard]] std::size_t rows_at_once(const std::vector<Row>& devices);

/// Rows that every domain has before those of devices, at this isolation level of the board. They are always loaded.
[[nodiscard]] unsigned fixed_rows(unsigned level, const Board& board);

}  // namespace postern
