// Access to memory that is not the kernel's: the only place where a caller's address becomes a pointer.
//
// An address is checked against the caller's own domain (MEM-4), never the kernel's. Only Judgement makes Bytes from a
// Claim, and only Bytes can be copied. They stay valid until the call ends, because the tables that they were checked
// against are constants.
#pragma once

#include <cstddef>
#include <optional>

#include "spm/call.hpp"
#include "spm/caller.hpp"

namespace spm {

// Every check needs at least one byte. An empty claim is valid at any address (MEM-1); the calling function handles it.

/// May this partition read all of these bytes, or read and write them (MEM-2 to MEM-4, MEM-8)?
[[nodiscard]] bool may_read(const Partition& partition, Claim claim);
[[nodiscard]] bool may_write(const Partition& partition, Claim claim);

/// The caller of a gate, with its current privilege (MEM-5).
struct NonSecureWorld {
  Privilege privilege;
};

[[nodiscard]] bool may_read(NonSecureWorld world, Claim claim);
[[nodiscard]] bool may_write(NonSecureWorld world, Claim claim);

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
  friend void note_input(Call& call, unsigned index, Claim claim);
  friend void note_output(Call& call, unsigned index, Claim claim);
  friend Target own_byte(std::byte& byte);
};

/// The bytes of a claim if the partition may read them, or write them; else nothing.
[[nodiscard, gnu::always_inline]] inline std::optional<Source> readable(const Partition& partition, Claim claim) {
  return may_read(partition, claim) ? std::optional(Judgement::source(claim)) : std::nullopt;
}
[[nodiscard, gnu::always_inline]] inline std::optional<Target> writable(const Partition& partition, Claim claim) {
  return may_write(partition, claim) ? std::optional(Judgement::target(claim)) : std::nullopt;
}

/// Stores a client's vector in its call, which hands it out as Bytes. The vector must be checked before the call is
/// sent.
inline void note_input(Call& call, unsigned index, Claim claim) {
  call.in_base[index] = Judgement::source(claim).data();
  call.message.in_size[index] = claim.length;
}
inline void note_output(Call& call, unsigned index, Claim claim) {
  call.out_base[index] = Judgement::target(claim).data();
  call.message.out_size[index] = claim.length;
}

/// A byte of the kernel's own memory, which needs no check.
[[nodiscard]] inline Target own_byte(std::byte& byte) { return Judgement::own(byte); }

/// True if the address is aligned for an array of descriptors, as the ABI requires (MEM-7).
template <typename Vector>
[[nodiscard]] constexpr bool is_aligned(std::uintptr_t address) {
  return address % alignof(Vector) == 0;
}
/// The array, after its alignment and the access to it were checked.
template <typename Vector>
[[nodiscard]] inline Vector* descriptors(std::uintptr_t address) {
  return reinterpret_cast<Vector*>(address);
}

/// Reads a descriptor once. The client may change it meanwhile, so all later decisions use this copy (MEM-9).
template <typename Vector>
[[nodiscard]] inline Claim fetch(const Vector& vector) {
  const volatile Vector& once = vector;
  return {reinterpret_cast<std::uintptr_t>(once.base), once.len};
}

/// Stores the place of a partition's own data in the partition.
void note_own_data(Partition& partition);

/// May psa_get() write a message to this address for the partition (GET-4)?
[[nodiscard]] bool is_place_of_message(const Partition& partition, std::uintptr_t address);
/// The address as a pointer, or nothing if it may not.
[[nodiscard, gnu::always_inline]] inline std::optional<psa_msg_t*> place_of_message(const Partition& partition,
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

/// Copies as many bytes of `from` as one trap copies, and adds the count to `done`. This bounds how long a non-secure
/// interrupt waits. Returns the count, with POSTERN_TRAP_MORE if bytes are left.
class FirstPiece {
  static std::uint32_t copy(std::byte* to, const std::byte* from, std::size_t count, std::size_t& done);
  friend std::uint32_t copy_first_piece(Target to, Source from, std::size_t& done);
};
inline std::uint32_t copy_first_piece(Target to, Source from, std::size_t& done) {
  return FirstPiece::copy(to.data(), from.data(), from.size(), done);
}

/// The same number. The compiler keeps it instead of computing it again.
[[nodiscard, gnu::always_inline]] inline std::uintptr_t worked_out(std::uintptr_t number) {
  asm("" : "+r"(number));
  return number;
}
/// The same object. The compiler keeps its address instead of computing it again.
template <typename Object>
[[nodiscard, gnu::always_inline]] inline Object& worked_out(Object& object) {
  return *reinterpret_cast<Object*>(worked_out(reinterpret_cast<std::uintptr_t>(&object)));
}

/// A pointer as the number that a Claim is made of.
[[nodiscard]] std::uintptr_t address_of(const void* pointer);

/// A service's own word as a pointer (RHN-5); the kernel never dereferences it.
[[nodiscard]] void* opaque(std::uintptr_t word);

}  // namespace spm
