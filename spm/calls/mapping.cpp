// SPDX-License-Identifier: Apache-2.0

// MM-IOVEC: a service accesses a client's vector in place instead of copying it (MMV-1 to MMV-21).
//
// Mapping only changes the state of the vector. At level 1, and where client and service share a domain, the service
// reaches the vector anyway. Otherwise the vector has a region of the MPU while it is mapped, in whole granules. The
// region is not loaded here but by the first access, and again by the first access after a switch (spm_find_mapped), so
// no switch depends on what is mapped. may_map() refuses where whole granules would show a service what another
// partition keeps from it: that is a panic (MMV-18).
#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/memory.hpp"
#include "spm/port_contract.hpp"
#include "spm/service.hpp"

namespace spm::calls {
namespace {

constexpr Rule kBroken = rule(Area::mmv, 3);
constexpr Rule kOutOfReach = rule(Area::mmv, kMapsRegions ? 18 : 17);

/// The client whose request the partition holds and may map.
Partition& mappable_client(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Partition& client = client_of_message(partition, handle, kBroken);
  const Call& call = client.call;
  if (!call.is_request() || index >= kMaxVectors || !system::kServices[index_of(*call.service)].mm_iovec) {
    panic(partition, kBroken);
  }
  return client;
}

/// UNTOUCHED becomes MAPPED. In any other state the service is at fault (MMV-5 to MMV-7).
void map(Partition& partition, Partition& client, std::uint8_t vector, Claim memory, Use use) {
  Call& call = client.call;
  if (memory.is_empty()) {
    panic(partition, rule(Area::mmv, 4));
  }
  if (((call.accessed | call.ever_mapped) & vector) != 0) {
    panic(partition, rule(Area::mmv, 5));
  }
  if (!may_map(partition, client, memory, use)) {
    panic(partition, kOutOfReach);
  }
  call.ever_mapped |= vector;
  call.mapped |= vector;
}

/// MAPPED becomes UNMAPPED (MMV-9).
void unmap(Partition& partition, Call& call, std::uint8_t vector) {
  if ((call.mapped & vector) == 0) {
    panic(partition, rule(Area::mmv, 9));
  }
  call.mapped = static_cast<std::uint8_t>(call.mapped & ~vector);
  if constexpr (kMapsRegions) {
    port::unload_mapped();
  }
}

}  // namespace

const std::byte* map_invec(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Partition& client = mappable_client(partition, handle, index);
  const std::byte* const base = client.call.in_base[index];
  map(partition, client, Call::in_vector(index), {address_of(base), client.call.message.in_size[index]}, Use::read);
  return base;
}

std::byte* map_outvec(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Partition& client = mappable_client(partition, handle, index);
  std::byte* const base = client.call.out_base[index];
  map(partition, client, Call::out_vector(index), {address_of(base), client.call.message.out_size[index]}, Use::write);
  return base;
}

void unmap_invec(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Call& call = mappable_client(partition, handle, index).call;
  unmap(partition, call, Call::in_vector(index));
}

void unmap_outvec(Partition& partition, MessageHandle handle, std::uint32_t index, std::size_t length) {
  Call& call = mappable_client(partition, handle, index).call;
  if (length > call.message.out_size[index]) {
    panic(partition, rule(Area::mmv, 10));
  }
  unmap(partition, call, Call::out_vector(index));
  call.out_done[index] = length;
}

}  // namespace spm::calls
