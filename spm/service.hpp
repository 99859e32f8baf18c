// SPDX-License-Identifier: Apache-2.0

// Services as the calls need them: what the manifest states, and where messages go. Made at compile time from the table
// that `postern` generates, so a call goes from a handle to the queue and the owner without arithmetic.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "spm/partition.hpp"
#include "system.hpp"

namespace spm {

/// For each service the client that is last in its queue (ipc/queue.hpp); nullptr: the queue is empty.
inline constinit std::array<Partition*, backend::kHasQueues ? system::kServiceCount : 0> last_clients{};

/// What every call needs.
struct Service {
  std::uint32_t callers;  // as scheduler bits
  Partition* owner;
  SignalSet signal;
  backend::Entrance entrance;
};

/// What psa_version and psa_connect need, which name a service by its SID.
struct NamedService {
  std::uint32_t sid;
  const Service* service;
  std::uint32_t version;
  VersionPolicy policy;
  bool connection_based;
};

/// A stateless handle is valid if `(expected - handle) & mask` is zero. A power of two long, so that a row is reached
/// by one instruction.
struct alignas(16) StatelessService {
  std::uint32_t expected;
  std::uint32_t mask;
  const Service* service;
};

namespace tables {

template <typename Entrance>
consteval Entrance entrance(unsigned index, const PartitionDescriptor& owner) {
  if constexpr (backend::kHasQueues) {
    return &last_clients[index];
  } else {
    return owner.functions + (index - owner.first_service);
  }
}

consteval auto make_services() {
  std::array<Service, system::kServiceCount> made{};
  for (unsigned i = 0; i < made.size(); ++i) {
    const ServiceDescriptor& said = system::kServices[i];
    made[i] = {said.callers, &partitions[said.owner], said.signal,
               entrance<backend::Entrance>(i, system::kPartitions[said.owner])};
  }
  return made;
}

}  // namespace tables

inline constexpr std::array<Service, system::kServiceCount> kServiceRows = tables::make_services();

namespace tables {

consteval auto name_services() {
  std::array<NamedService, system::kServiceCount> made{};
  for (unsigned i = 0; i < made.size(); ++i) {
    const ServiceIndex index = system::kServicesBySid[i];
    const ServiceDescriptor& said = system::kServices[index];
    made[i] = {said.sid, &kServiceRows[index], said.version, said.policy, said.connection_based};
  }
  return made;
}

/// A power of two, unless it is empty.
inline constexpr std::size_t kStatelessLength =
    system::kStatelessCount == 0 ? 0 : std::bit_ceil(system::kStatelessCount);

consteval auto name_stateless() {
  std::array<StatelessService, kStatelessLength> made{};
  std::ranges::fill(made, StatelessService{0, 0xFFFF'FFFF, nullptr});
  for (unsigned i = 0; i < system::kStatelessCount; ++i) {
    const StatelessEntry& said = system::kStateless[i];
    made[i] = {said.expected, said.mask, &kServiceRows[said.service]};
  }
  return made;
}

}  // namespace tables

/// In ascending order of SID.
inline constexpr std::array<NamedService, system::kServiceCount> kServiceNames = tables::name_services();
/// Indexed by the low bits of the handle.
inline constexpr std::array<StatelessService, tables::kStatelessLength> kStatelessRows = tables::name_stateless();

inline ServiceIndex index_of(const Service& service) {
  return static_cast<ServiceIndex>(&service - kServiceRows.data());
}

/// True if the partition depends on the service, or is the agent and the service allows it (CONN-2, SVC-15).
inline bool may_call(const Partition& partition, const Service& service) {
  return (service.callers & bit_of(partition)) != 0;
}

}  // namespace spm
