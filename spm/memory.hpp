// SPDX-License-Identifier: Apache-2.0

// Access to memory that is not the kernel's: the only place where a caller's address becomes a pointer.
//
// An address is checked against the caller's own domain (MEM-4), never the kernel's. Only Judgement makes Bytes from a
// Claim, and only Bytes can be copied. They stay valid until the call ends, because the tables that they were checked
// against are constants.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "spm/call.hpp"
#include "spm/caller.hpp"
#include "spm/worked_out.hpp"

namespace spm {

// Every check needs at least one byte. An empty claim is valid at any address (MEM-1); the calling function handles it.

/// What may be written may be read as well.
enum class Use : std::uint8_t { read, write };

/// May this partition access all of these bytes (MEM-2 to MEM-4, MEM-8)?
[[nodiscard]] bool may_access(const Partition& partition, Claim claim, Use use);

/// May the service of `partition` map this vector of its client (MMV-17, MMV-18)?
[[nodiscard]] bool may_map(const Partition& partition, const Partition& client, Claim vector, Use use);

/// The caller of a gate. The port knows its current privilege (MEM-5).
struct NonSecureWorld {};

[[nodiscard]] bool may_access(NonSecureWorld world, Claim claim, Use use);

/// Makes Bytes from a claim, for the functions below only.
class Judgement {
  [[nodiscard]] static Source source(Claim claim) {
    return {reinterpret_cast<const std::byte*>(claim.address), claim.length};
  }
  [[nodiscard]] static Target target(Claim claim) {
    return {reinterpret_cast<std::byte*>(claim.address), claim.length};
  }
  [[nodiscard]] static Target own(std::byte& byte) { return {&byte, 1}; }

  friend std::optional<Source> readable(const Partition& partition, Claim claim);
  friend std::optional<Target> writable(const Partition& partition, Claim claim);
  friend Target own_byte(std::byte& byte);
};

/// The bytes of a claim if the partition may read them, or write them; else nothing.
[[nodiscard, gnu::always_inline]] inline std::optional<Source> readable(const Partition& partition, Claim claim) {
  return may_access(partition, claim, Use::read) ? std::optional(Judgement::source(claim)) : std::nullopt;
}
[[nodiscard, gnu::always_inline]] inline std::optional<Target> writable(const Partition& partition, Claim claim) {
  return may_access(partition, claim, Use::write) ? std::optional(Judgement::target(claim)) : std::nullopt;
}

/// A byte of the kernel's own memory, which needs no check.
[[nodiscard]] inline Target own_byte(std::byte& byte) { return Judgement::own(byte); }

/// Reads a descriptor once. The client may change it meanwhile, so all later decisions use this copy (MEM-9). For the
/// compiler the copy comes from the empty instruction, so it cannot read the descriptor again.
template <typename Vector>
[[nodiscard, gnu::always_inline]] inline Claim fetch(const Vector& vector) {
  Claim claim{reinterpret_cast<std::uintptr_t>(vector.base), vector.len};
  asm volatile("" : "+r"(claim.address), "+r"(claim.length));
  return claim;
}

/// Whether a call's vectors were checked and are in its record. `interrupted`: an interrupt came first.
enum class Taken : std::uint8_t { no, yes, interrupted };

/// `no` if two input vectors overlap (MEM-10). Empty ones never do.
template <typename Stops>
[[nodiscard, gnu::always_inline]] inline Taken take_apart(const Call& call, unsigned count, const Stops& stops) {
  for (unsigned i = 1; i < count; ++i) {
    if (stops()) {
      return Taken::interrupted;
    }
    for (unsigned j = 0; j < i; ++j) {
      const std::size_t size = call.message.in_size[i];
      const std::size_t other_size = call.message.in_size[j];
      if (size != 0 && other_size != 0 && call.in_base[i] < call.in_base[j] + other_size &&
          call.in_base[j] < call.in_base[i] + size) {
        return Taken::no;
      }
    }
  }
  return stops() ? Taken::interrupted : Taken::yes;
}

/// Checks an array of vectors, then what each of them describes, which is fetched once (CALL-7). Bases and sizes go
/// into the client's call at once: they mean nothing until it is sent, and the call hands them out as Bytes.
/// `stops()` is asked between two steps.
template <typename Vector, typename Owner, typename Stops>
[[nodiscard, gnu::always_inline]] inline Taken take_vectors(const Owner& owner, std::uintptr_t array, unsigned count,
                                                            Call& call, const Stops& stops) {
  constexpr bool kIsInput = std::is_same_v<Vector, psa_invec>;
  if (array % alignof(Vector) != 0) {  // MEM-7
    return Taken::no;
  }
  auto* const vectors = reinterpret_cast<Vector*>(array);
  Claim claim{array, count * sizeof(Vector)};
  for (unsigned i = 0; claim.is_empty() || may_access(owner, claim, kIsInput ? Use::read : Use::write); ++i) {
    if (i == count) {
      if constexpr (kIsInput) {
        return count == 1 ? Taken::yes : take_apart(call, count, stops);
      } else {
        call.results = vectors;
        return Taken::yes;
      }
    }
    if (kIsInput && stops()) {
      return Taken::interrupted;
    }
    claim = fetch(vectors[i]);
    if constexpr (kIsInput) {
      call.in_base[i] = reinterpret_cast<const std::byte*>(claim.address);
      call.message.in_size[i] = claim.length;
    } else {
      call.out_base[i] = reinterpret_cast<std::byte*>(claim.address);
      call.message.out_size[i] = claim.length;
    }
  }
  return Taken::no;
}

/// Stores the place of a partition's own data in the partition.
void note_own_data(Partition& partition);

/// May psa_get() write a message to this address for the partition (GET-4)?
[[nodiscard]] bool is_place_of_message(Partition& partition, std::uintptr_t address);
/// The address as a pointer, or nothing if it may not.
[[nodiscard, gnu::always_inline]] inline std::optional<psa_msg_t*> place_of_message(Partition& partition,
                                                                                    std::uintptr_t address) {
  return is_place_of_message(partition, address) ? std::optional(reinterpret_cast<psa_msg_t*>(address)) : std::nullopt;
}

/// Copies all of `from` between client and service (MEM-14). `to` must be large enough. The ranges may overlap if the
/// client passed overlapping vectors (MEM-11).
void copy(Target to, Source from);

/// Writes the length of one output vector back to a client (CALL-12).
void store_length(psa_outvec& vector, std::size_t length);

/// A request of at most this many bytes is always copied in one trap.
inline constexpr std::size_t kSmallestPiece = 64;

/// Copies `from` in pieces until an interrupt waits, which bounds how long it does, and adds the count to `done`.
/// Returns the count, with POSTERN_TRAP_MORE if bytes are left.
class Pieces {
  static std::uint32_t copy(std::byte* to, const std::byte* from, std::size_t count, std::size_t& done);
  friend std::uint32_t copy_in_pieces(Target to, Source from, std::size_t& done);
};
inline std::uint32_t copy_in_pieces(Target to, Source from, std::size_t& done) {
  return Pieces::copy(to.data(), from.data(), from.size(), done);
}

/// A pointer as the number that a Claim is made of.
[[nodiscard]] std::uintptr_t address_of(const void* pointer);

/// A service's own word as a pointer (RHN-5); the kernel never dereferences it.
[[nodiscard]] void* opaque(std::uintptr_t word);

}  // namespace spm
