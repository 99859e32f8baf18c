// SPDX-License-Identifier: Apache-2.0

// Checks claims, and copies what passed. Unsafe code of the kernel is here and in memory.hpp only.
#include "spm/memory.hpp"

#include <algorithm>
#include <bit>

#include "encoding/region.hpp"
#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"
#include "spm/panic.hpp"
#include "spm/port_contract.hpp"

namespace spm {
namespace {

using encoding::kAttributes;
using encoding::kReadOnly;
using encoding::kUnprivileged;

/// True if [address, address + length) lies in the span + 1 bytes at `first`. Nothing is added, so nothing wraps around
/// (MEM-3).
[[gnu::always_inline]] inline bool lies_in(std::uintptr_t address, std::size_t length, std::uintptr_t first,
                                           std::uintptr_t span) {
  const std::uintptr_t offset = worked_out(address - first);
  return offset <= span && length - 1 <= span - offset;
}

std::uintptr_t word_of(const std::byte* region_word) { return reinterpret_cast<std::uintptr_t>(region_word); }
std::uintptr_t first_of(const Region& region) { return word_of(region.base) & ~kAttributes; }
std::uintptr_t span_of(const Region& region) { return (word_of(region.limit) | kAttributes) - first_of(region); }
bool is_partitions(const Region& region) { return (word_of(region.base) & kUnprivileged) != 0; }
bool is_writable(const Region& region) { return (word_of(region.base) & kReadOnly) == 0; }
bool is_memory(const Region& region) {
  return (word_of(region.limit) & encoding::kMemoryAttributes) == encoding::kNormalMemory;
}

/// A null pointer is never a valid buffer, even where there is memory (MEM-2).
constexpr bool is_null(std::uintptr_t address) { return port::kNullIsNonSecure && address == 0; }

/// Checks the domain's regions other than the partition's own data. At level 1 a partition runs privileged and reaches
/// non-secure memory like the kernel does, so that is checked too (MEM-13).
[[gnu::noinline]] bool permitted_elsewhere(const Partition& partition, std::uintptr_t address, std::size_t length,
                                           Use use) {
  const Domain& domain = *partition.descriptor->domain;
  for (unsigned i = 0; i < domain.region_count; ++i) {
    const Region& region = domain.regions[i];
    if (is_partitions(region) && lies_in(address, length, first_of(region), span_of(region))) {
      return use == Use::read || is_writable(region);
    }
  }
  return system::kIsolationLevel == 1 && !is_null(address) &&
         port::is_non_secure_memory(address, length, use == Use::write);
}

[[gnu::always_inline]] inline bool is_own_data(const Partition& partition, Claim claim) {
  return lies_in(claim.address, claim.length, partition.own_first, partition.own_span);
}

/// True if the partition's own domain grants the access.
[[gnu::always_inline]] inline bool lies_in_domain(const Partition& partition, Claim claim, Use use) {
  return is_own_data(partition, claim) || permitted_elsewhere(partition, claim.address, claim.length, use);
}

/// Calls visit(server, vector, use) for every vector that is mapped now until it returns true, which is then the
/// result. Vectors that may be written come first.
template <typename Visit>
[[gnu::always_inline]] inline bool any_mapped(const Visit& visit) {
  constexpr std::uint8_t kInputs = Call::out_vector(0) - 1;
  for (const Use use : {Use::write, Use::read}) {
    for (const Partition& client : partitions) {
      const Call& call = client.call;
      unsigned left = call.server == nullptr ? 0U : call.mapped & (use == Use::read ? kInputs : ~kInputs);
      for (; left != 0; left &= left - 1) {
        const unsigned i = static_cast<unsigned>(std::countr_zero(left)) % kMaxVectors;
        const Claim vector = use == Use::read ? Claim{address_of(call.in_base[i]), call.message.in_size[i]}
                                              : Claim{address_of(call.out_base[i]), call.message.out_size[i]};
        if (visit(*call.server, vector, use)) {
          return true;
        }
      }
    }
  }
  return false;
}

/// True if a service of the partition has mapped these bytes: it may pass them on in a call of its own. The mapping
/// lasts longer than that call.
[[gnu::noinline, gnu::cold]] bool is_mapped_to(const Partition& partition, std::uintptr_t address, std::size_t length,
                                               Use use) {
  return any_mapped([&](const Partition& server, Claim vector, Use allowed) {
    return &server == &partition && (use == Use::read || allowed == Use::write) &&
           lies_in(address, length, vector.address, vector.length - 1);
  });
}

bool is_psa_rot(const Partition& partition) {
  return system::kServices[partition.descriptor->first_service].is_psa_rot;
}

/// True if the bytes belong to a device of the client, which is never mapped (ISO-9).
bool is_in_device(const Partition& client, Claim claim) {
  const Domain& domain = *client.descriptor->domain;
  return std::ranges::any_of(domain.regions, domain.regions + domain.region_count, [&](const Region& region) {
    return is_partitions(region) && !is_memory(region) &&
           lies_in(claim.address, claim.length, first_of(region), span_of(region));
  });
}

}  // namespace

void note_own_data(Partition& partition) {
  const Domain& domain = *partition.descriptor->domain;
  for (unsigned i = 0; i < domain.region_count; ++i) {
    if (is_partitions(domain.regions[i]) && is_writable(domain.regions[i])) {
      partition.own_first = first_of(domain.regions[i]);
      partition.own_span = span_of(domain.regions[i]);
      partition.queues.note_place(partition.own_first);
      return;
    }
  }
}

/// Checks what is not the partition's own data.
[[gnu::always_inline]] static inline bool may_access_elsewhere(const Partition& partition, Claim claim, Use use) {
  return permitted_elsewhere(partition, claim.address, claim.length, use) ||
         (kMapsRegions && is_mapped_to(partition, claim.address, claim.length, use));
}

bool may_access(const Partition& partition, Claim claim, Use use) {
  return is_own_data(partition, claim) || may_access_elsewhere(partition, claim, use);
}

bool may_map(const Partition& partition, const Partition& client, Claim vector, Use use) {
  if (lies_in_domain(partition, vector, use)) {
    return true;
  }
  if constexpr (!kMapsRegions) {
    return false;
  }
  const bool shows_others = (vector.address | vector.length) % encoding::kGranule != 0 && !is_psa_rot(partition) &&
                            !port::is_non_secure_memory(vector.address, vector.length, use == Use::write);
  return !shows_others && !is_in_device(client, vector);
}

bool may_access(NonSecureWorld, Claim claim, Use use) {
  return !is_null(claim.address) && port::non_secure_access(claim.address, claim.length, use == Use::write);
}

// A partition mostly has one place for its messages. Its own data, where that lies, never changes, so it is judged
// once. Rotated, an address that is not aligned is too large. The domain's own data has room for a message
// (note_own_data).
bool is_place_of_message(Partition& partition, std::uintptr_t address) {
  if (partition.queues.is_last_place(address)) [[likely]] {
    return true;
  }
  constexpr int kAlignedBits = std::countr_zero(alignof(psa_msg_t));
  const std::uintptr_t last_place = partition.own_span - (sizeof(psa_msg_t) - 1);
  if (std::rotr(address - partition.own_first, kAlignedBits) <= last_place >> kAlignedBits) {
    partition.queues.note_place(address);
    return true;
  }
  return address % alignof(psa_msg_t) == 0 && may_access_elsewhere(partition, {address, sizeof(psa_msg_t)}, Use::write);
}

void copy(Target to, Source from) { port::copy(to.data(), from.data(), from.size()); }

void store_length(psa_outvec& vector, std::size_t length) { vector.len = length; }

[[gnu::noinline]] std::uint32_t Pieces::copy(std::byte* to, const std::byte* from, std::size_t count,
                                             std::size_t& done) {
  constexpr std::size_t kAlignedPiece = 1024;              // by words, four instructions for 32 bytes
  constexpr std::size_t kUnalignedPiece = kSmallestPiece;  // four instructions a byte
  const auto addresses = reinterpret_cast<std::uintptr_t>(to) | reinterpret_cast<std::uintptr_t>(from);
  const std::size_t most = addresses % sizeof(std::uint32_t) == 0 ? kAlignedPiece : kUnalignedPiece;
  std::size_t copied = std::min(count, most);
  port::copy(to, from, copied);
  // A look ends each piece, the last one too: from one to the next, and to the end, is how long an interrupt waits.
  while (count > most && !port::interrupt_waits() && copied < count) {
    const std::size_t piece = std::min(count - copied, most);
    port::copy(to + copied, from + copied, piece);
    copied += piece;
  }
  done += copied;
  return static_cast<std::uint32_t>(copied) | (copied < count ? POSTERN_TRAP_MORE : 0U);
}

std::uintptr_t address_of(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); }

void* opaque(std::uintptr_t word) { return reinterpret_cast<void*>(word); }

}  // namespace spm

// The region is the vector's granules: may_map() has decided that they show nothing else that matters.
extern "C" bool spm_find_mapped(const spm::Region* domain, std::uintptr_t address, spm::Region* region) {
  using namespace spm;
  return kMapsRegions && any_mapped([&](const Partition& server, Claim vector, Use use) {
           const std::uintptr_t first = vector.address & ~kAttributes;
           const std::uintptr_t last = (vector.address + (vector.length - 1)) & ~kAttributes;
           if (server.descriptor->domain->regions != domain || address < first || address > (last | kAttributes)) {
             return false;
           }
           const std::uintptr_t rights = kUnprivileged + encoding::kExecuteNever + (use == Use::read ? kReadOnly : 0);
           *region = {reinterpret_cast<const std::byte*>(first + rights),
                      reinterpret_cast<const std::byte*>(last + encoding::kRegionOn + encoding::kNormalMemory)};
           return true;
         });
}
