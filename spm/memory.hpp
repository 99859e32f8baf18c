// Memory that is not the kernel's: the only place where a caller's address becomes a pointer.
//
// It becomes a pointer after it was judged for the caller's own domain (MEM-4), never for the kernel's: a Claim becomes
// Bytes by judgement alone, and only Bytes are copied. They are good until the call ends: the tables by which they were
// judged are constants.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "spm/call.hpp"
#include "spm/caller.hpp"

namespace spm {

// Every question is about at least one byte: an empty claim is valid whatever its address (MEM-1), which is for the
// asking call to say.

/// What may be written may be read as well.
enum class Use : std::uint8_t { read, write };

/// May this partition access all of these bytes (MEM-2 to MEM-4, MEM-8)?
[[nodiscard]] bool may_access(const Partition& partition, Claim claim, Use use);

/// Whoever called a gate, with the privilege that it has now (MEM-5).
struct NonSecureWorld {
  Privilege privilege;
};

[[nodiscard]] bool may_access(NonSecureWorld world, Claim claim, Use use);

/// What makes Bytes of a claim: nothing but the functions below.
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

/// The bytes of a claim for a partition that may read them, or write them; nothing for one that may not.
[[nodiscard, gnu::always_inline]] inline std::optional<Source> readable(const Partition& partition, Claim claim) {
  return may_access(partition, claim, Use::read) ? std::optional(Judgement::source(claim)) : std::nullopt;
}
[[nodiscard, gnu::always_inline]] inline std::optional<Target> writable(const Partition& partition, Claim claim) {
  return may_access(partition, claim, Use::write) ? std::optional(Judgement::target(claim)) : std::nullopt;
}

/// A byte of the kernel's own, which needs no judgement.
[[nodiscard]] inline Target own_byte(std::byte& byte) { return Judgement::own(byte); }

/// A descriptor is read once, whatever the client does meanwhile: all later decisions use the copy (MEM-9).
template <typename Vector>
[[nodiscard]] inline Claim fetch(const Vector& vector) {
  const volatile Vector& once = vector;
  return {reinterpret_cast<std::uintptr_t>(once.base), once.len};
}

/// MEM-10: of input vectors only; empty ones never overlap.
[[nodiscard]] bool inputs_overlap(const Call& call, unsigned count);

/// Judges an array of vectors, and then what each of them describes, which is fetched once (CALL-7). Bases and sizes go
/// into the client's call at once: they mean nothing until it is sent, and then it has them as Bytes.
template <typename Vector, typename Owner>
[[nodiscard]] bool take_vectors(const Owner& owner, std::uintptr_t array, unsigned count, Call& call) {
  constexpr bool kIsInput = std::is_same_v<Vector, psa_invec>;
  if (array % alignof(Vector) != 0) {  // MEM-7
    return false;
  }
  auto* const vectors = reinterpret_cast<Vector*>(array);
  Claim claim{array, count * sizeof(Vector)};
  for (unsigned i = 0; claim.is_empty() || may_access(owner, claim, kIsInput ? Use::read : Use::write); ++i) {
    if (i == count) {
      if constexpr (kIsInput) {
        return count == 1 || !inputs_overlap(call, count);
      } else {
        call.results = vectors;
        return true;
      }
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
  return false;
}

/// Remembers in a partition's row where its own data lies.
void note_own_data(Partition& partition);

/// May this partition have a message written there (GET-4)?
[[nodiscard]] bool is_place_of_message(const Partition& partition, std::uintptr_t address);
/// Where that is; nothing if it may not.
[[nodiscard, gnu::always_inline]] inline std::optional<psa_msg_t*> place_of_message(const Partition& partition,
                                                                                    std::uintptr_t address) {
  return is_place_of_message(partition, address) ? std::optional(reinterpret_cast<psa_msg_t*>(address)) : std::nullopt;
}

/// Moves bytes between client and service (MEM-14), all of `from`; there is room for them. The ranges may overlap when
/// the client says so (MEM-11).
void copy(Target to, Source from);

/// Writes the length of one output vector back to a client (CALL-12).
void store_length(psa_outvec& vector, std::size_t length);

/// A request of so many bytes is always copied in one trap.
inline constexpr std::size_t kSmallestPiece = 64;

/// Copies the first bytes of `from`, as many as one trap copies, and adds their number to `done`: the wait of a
/// non-secure interrupt is bounded by it. The number, with POSTERN_TRAP_MORE if these are not all.
class FirstPiece {
  static std::uint32_t copy(std::byte* to, const std::byte* from, std::size_t count, std::size_t& done);
  friend std::uint32_t copy_first_piece(Target to, Source from, std::size_t& done);
};
inline std::uint32_t copy_first_piece(Target to, Source from, std::size_t& done) {
  return FirstPiece::copy(to.data(), from.data(), from.size(), done);
}

/// The same number, which the compiler does not work out a second time.
[[nodiscard, gnu::always_inline]] inline std::uintptr_t worked_out(std::uintptr_t number) {
  asm("" : "+r"(number));
  return number;
}
/// The same object, at an address that the compiler does not work out a second time.
template <typename Object>
[[nodiscard, gnu::always_inline]] inline Object& worked_out(Object& object) {
  return *reinterpret_cast<Object*>(worked_out(reinterpret_cast<std::uintptr_t>(&object)));
}

/// A pointer as the number a Claim is made of.
[[nodiscard]] std::uintptr_t address_of(const void* pointer);

/// An opaque word of a service's (RHN-5); never dereferenced.
[[nodiscard]] void* opaque(std::uintptr_t word);

}  // namespace spm
