// Memory that is not the kernel's: the only place where a caller's address becomes a pointer.
//
// It becomes a pointer after it was judged for the caller's own domain (MEM-4), never for the kernel's: a Claim becomes
// Bytes by judgement alone, and only Bytes are copied. They are good until the call ends: the tables by which they were
// judged are constants.
#pragma once

#include <cstddef>
#include <optional>

#include "spm/call.hpp"
#include "spm/caller.hpp"

namespace spm {

// Every question is about at least one byte: an empty claim is valid whatever its address (MEM-1), which is for the
// asking call to say.

/// May this partition read all of these bytes, or read and write them (MEM-2 to MEM-4, MEM-8)?
[[nodiscard]] bool may_read(const Partition& partition, Claim claim);
[[nodiscard]] bool may_write(const Partition& partition, Claim claim);

/// Whoever called a gate, with the privilege that it has now (MEM-5).
struct NonSecureWorld {
  Privilege privilege;
};

[[nodiscard]] bool may_read(NonSecureWorld world, Claim claim);
[[nodiscard]] bool may_write(NonSecureWorld world, Claim claim);

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
  friend void note_input(Call& call, unsigned index, Claim claim);
  friend void note_output(Call& call, unsigned index, Claim claim);
  friend Target own_byte(std::byte& byte);
};

/// The bytes of a claim for a partition that may read them, or write them; nothing for one that may not.
[[nodiscard, gnu::always_inline]] inline std::optional<Source> readable(const Partition& partition, Claim claim) {
  return may_read(partition, claim) ? std::optional(Judgement::source(claim)) : std::nullopt;
}
[[nodiscard, gnu::always_inline]] inline std::optional<Target> writable(const Partition& partition, Claim claim) {
  return may_write(partition, claim) ? std::optional(Judgement::target(claim)) : std::nullopt;
}

/// Notes a client's vector in its call, which has it as Bytes when it is sent: it is judged before.
inline void note_input(Call& call, unsigned index, Claim claim) {
  call.in_base[index] = Judgement::source(claim).data();
  call.message.in_size[index] = claim.length;
}
inline void note_output(Call& call, unsigned index, Claim claim) {
  call.out_base[index] = Judgement::target(claim).data();
  call.message.out_size[index] = claim.length;
}

/// A byte of the kernel's own, which needs no judgement.
[[nodiscard]] inline Target own_byte(std::byte& byte) { return Judgement::own(byte); }

/// Is it aligned as the ABI has it for an array of descriptors (MEM-7)?
template <typename Vector>
[[nodiscard]] constexpr bool is_aligned(std::uintptr_t address) {
  return address % alignof(Vector) == 0;
}
/// The array after both questions.
template <typename Vector>
[[nodiscard]] inline Vector* descriptors(std::uintptr_t address) {
  return reinterpret_cast<Vector*>(address);
}

/// A descriptor is read once, whatever the client does meanwhile: all later decisions use the copy (MEM-9).
template <typename Vector>
[[nodiscard]] inline Claim fetch(const Vector& vector) {
  const volatile Vector& once = vector;
  return {reinterpret_cast<std::uintptr_t>(once.base), once.len};
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
