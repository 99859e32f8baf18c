// MM-IOVEC: a service accesses a client's vector in place instead of copying it (MMV-1 to MMV-21).
//
// A mapping never adds a region. The vector must already lie in the service's own domain, as everything does at level
// 1; otherwise mapping it is a panic (MMV-17, MMV-18).
#include "spm/calls/calls.hpp"
#include "spm/memory.hpp"
#include "spm/service.hpp"

namespace spm::calls {
namespace {

constexpr Rule kBroken = rule(Area::mmv, 3);

Call& mappable_request(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Call& call = held_message(partition, handle, kBroken);
  if (!call.is_request() || index >= kMaxVectors || !system::kServices[index_of(*call.service)].mm_iovec) {
    panic(partition, kBroken);
  }
  return call;
}

/// UNTOUCHED becomes MAPPED. In any other state the service is at fault (MMV-5 to MMV-7).
void map(Partition& partition, Call& call, std::uint8_t vector, std::size_t length) {
  if (length == 0) {
    panic(partition, rule(Area::mmv, 4));
  }
  if (((call.accessed | call.ever_mapped) & vector) != 0) {
    panic(partition, rule(Area::mmv, 5));
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
}

}  // namespace

const std::byte* map_invec(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Call& call = mappable_request(partition, handle, index);
  map(partition, call, Call::in_vector(index), call.message.in_size[index]);
  const std::byte* const base = call.in_base[index];
  if (!may_access(partition, {address_of(base), call.message.in_size[index]}, Use::read)) {
    panic(partition, rule(Area::mmv, 17));
  }
  return base;
}

std::byte* map_outvec(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Call& call = mappable_request(partition, handle, index);
  map(partition, call, Call::out_vector(index), call.message.out_size[index]);
  std::byte* const base = call.out_base[index];
  if (!may_access(partition, {address_of(base), call.message.out_size[index]}, Use::write)) {
    panic(partition, rule(Area::mmv, 17));
  }
  return base;
}

void unmap_invec(Partition& partition, MessageHandle handle, std::uint32_t index) {
  Call& call = mappable_request(partition, handle, index);
  unmap(partition, call, Call::in_vector(index));
}

void unmap_outvec(Partition& partition, MessageHandle handle, std::uint32_t index, std::size_t length) {
  Call& call = mappable_request(partition, handle, index);
  if (length > call.message.out_size[index]) {
    panic(partition, rule(Area::mmv, 10));
  }
  unmap(partition, call, Call::out_vector(index));
  call.out_done[index] = length;
}

}  // namespace spm::calls
