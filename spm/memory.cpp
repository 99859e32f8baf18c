// The judgement of claims, and the copies that follow it. Unsafe by nature, so it is all here.
#include "spm/memory.hpp"

#include <algorithm>

#include "spm/port_contract.hpp"

namespace spm {
namespace {

constexpr std::uintptr_t kGranule = 32;
constexpr std::uintptr_t kAttributes = kGranule - 1;
constexpr std::uintptr_t kUnprivileged = 1U << 1U;  // access permission 01 or 11 of an Armv8-M region
constexpr std::uintptr_t kReadOnly = 1U << 2U;

enum class Use : std::uint8_t { read, write };

bool domain_permits(const Domain& domain, Claim claim, Use use) {
  for (unsigned i = 0; i < domain.region_count; ++i) {
    const auto base = reinterpret_cast<std::uintptr_t>(domain.regions[i].base);
    const auto limit = reinterpret_cast<std::uintptr_t>(domain.regions[i].limit);
    if (claim.address >= (base & ~kAttributes) && claim.last() <= (limit | kAttributes)) {
      return (base & kUnprivileged) != 0 && (use == Use::read || (base & kReadOnly) == 0);
    }
  }
  return false;
}

bool is_non_secure_memory(Claim claim) {
  return std::ranges::any_of(port::non_secure_memory(), [claim](const Range& range) {
    return claim.address >= range.first && claim.last() <= range.last;
  });
}

/// The attribution units say yes to addresses that nothing answers at, so the board's table of memory comes first.
bool non_secure_world_permits(Claim claim, Use use) {
  return is_non_secure_memory(claim) &&
         port::non_secure_access(claim.address, claim.last(), use == Use::write, port::non_secure_privileged());
}

bool permits(const Caller& caller, Claim claim, Use use) {
  if (claim.is_empty() || claim.address == 0 || claim.wraps()) {
    return false;
  }
  if (caller.is_non_secure) {
    return non_secure_world_permits(claim, use);
  }
  if (domain_permits(*caller.partition.descriptor->domain, claim, use)) {
    return true;
  }
  // At level 1 a partition runs privileged and reaches non-secure memory as the kernel does (MEM-13).
  return system::kIsolationLevel == 1 && is_non_secure_memory(claim);
}

template <typename Vector>
Vector* fetch_vectors(const Caller& caller, std::uintptr_t array, unsigned count, Use use,
                      std::array<Claim, kMaxVectors>& copies) {
  if (array % alignof(Vector) != 0 || !permits(caller, {array, count * sizeof(Vector)}, use)) {
    return nullptr;
  }
  auto* const vectors = reinterpret_cast<Vector*>(array);
  for (unsigned i = 0; i < count; ++i) {
    const volatile Vector& vector = vectors[i];  // read once, whatever the client does meanwhile
    copies[i] = {reinterpret_cast<std::uintptr_t>(vector.base), vector.len};
  }
  return vectors;
}

}  // namespace

const std::byte* readable(const Caller& caller, Claim claim) {
  return permits(caller, claim, Use::read) ? reinterpret_cast<const std::byte*>(claim.address) : nullptr;
}

std::byte* writable(const Caller& caller, Claim claim) {
  return permits(caller, claim, Use::write) ? reinterpret_cast<std::byte*>(claim.address) : nullptr;
}

bool fetch_in_vectors(const Caller& caller, std::uintptr_t array, unsigned count,
                      std::array<Claim, kMaxVectors>& copies) {
  return fetch_vectors<const psa_invec>(caller, array, count, Use::read, copies) != nullptr;
}

psa_outvec* fetch_out_vectors(const Caller& caller, std::uintptr_t array, unsigned count,
                              std::array<Claim, kMaxVectors>& copies) {
  return fetch_vectors<psa_outvec>(caller, array, count, Use::write, copies);
}

psa_msg_t* message_place(const Caller& caller, std::uintptr_t address) {
  if (address % alignof(psa_msg_t) != 0 || !permits(caller, {address, sizeof(psa_msg_t)}, Use::write)) {
    return nullptr;
  }
  return reinterpret_cast<psa_msg_t*>(address);
}

void copy(std::byte* to, const std::byte* from, std::size_t count) { port::copy(to, from, count); }

void store_length(psa_outvec& vector, std::size_t length) { vector.len = length; }

std::size_t copy_piece(const std::byte* to, const std::byte* from, std::size_t count) {
  constexpr std::size_t kAlignedPiece = 256;   // by words, four instructions for 32 bytes
  constexpr std::size_t kUnalignedPiece = 64;  // four instructions a byte
  const auto addresses = reinterpret_cast<std::uintptr_t>(to) | reinterpret_cast<std::uintptr_t>(from);
  return std::min(count, addresses % sizeof(std::uint32_t) == 0 ? kAlignedPiece : kUnalignedPiece);
}

std::uintptr_t address_of(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); }

void* opaque(std::uintptr_t word) { return reinterpret_cast<void*>(word); }

}  // namespace spm
