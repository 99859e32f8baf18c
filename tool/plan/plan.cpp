// SPDX-License-Identifier: Apache-2.0

#include "plan/plan.hpp"

#include <algorithm>

namespace postern {

namespace {

constexpr std::uint32_t kStatelessMarker = 0x4000'0000;

bool has_platform_service(const PlannedPartition& partition) {
  const std::vector<Service>& own = partition.manifest->services;
  return std::any_of(own.begin(), own.end(),
                     [](const Service& service) { return service.name.value == "TFM_PLATFORM_SERVICE"; });
}

}  // namespace

unsigned Plan::service_count(unsigned partition) const {
  return static_cast<unsigned>(partitions[partition].manifest->services.size());
}

bool Plan::has_handling(Handling handling) const {
  return std::any_of(interrupts.begin(), interrupts.end(),
                     [&](const PlannedInterrupt& planned) { return planned.interrupt->handling == handling; });
}

bool Plan::has_model(Model model) const {
  return std::any_of(partitions.begin(), partitions.end(),
                     [model](const PlannedPartition& partition) { return partition.model == model; });
}

bool Plan::has_connections() const {
  return std::any_of(services.begin(), services.end(),
                     [](const PlannedService& planned) { return planned.service->connection_based; });
}

bool Plan::maps_regions() const {
  return configuration->mm_iovec && configuration->level > 1 &&
         std::any_of(services.begin(), services.end(),
                     [](const PlannedService& planned) { return planned.service->mm_iovec.has_value(); });
}

bool Plan::restarts() const {
  return std::any_of(partitions.begin(), partitions.end(),
                     [](const PlannedPartition& partition) { return partition.manifest->restarts(); });
}

bool Plan::has_policies() const {
  return std::any_of(partitions.begin(), partitions.end(), [](const PlannedPartition& partition) {
    return partition.manifest->on_error.value != OnPanic::reset || partition.manifest->on_fault.value != OnPanic::reset;
  });
}

bool Plan::knows_last_run(const PlannedPartition& partition) const {
  return configuration->last_run && has_platform_service(partition);
}

bool Plan::has_counters(const PlannedPartition& partition) const {
  return configuration->tells_counters && has_platform_service(partition);
}

std::uint32_t stateless_handle(unsigned index, std::uint32_t version) {
  return kStatelessMarker | version << 8U | index;
}

}  // namespace postern
