// Memory that is not the kernel's: the only place where a caller's address becomes a pointer.
//
// It becomes a pointer after it was judged for the caller's own domain (MEM-4), never for the kernel's. The pointer may
// be used until the call ends: the tables it was judged by are constants.
#pragma once

#include <cstddef>

#include "spm/call.hpp"
#include "spm/caller.hpp"

namespace spm {

// Every question is about at least one byte: an empty claim is valid whatever its address (MEM-1), which is for the
// asking call to say.

/// May this partition read all of these bytes, or read and write them (MEM-2 to MEM-4, MEM-8)?
[[nodiscard]] bool may_read(const Partition& partition, std::uintptr_t address, std::size_t length);
[[nodiscard]] bool may_write(const Partition& partition, std::uintptr_t address, std::size_t length);

/// Whoever called a gate, with the privilege that it has now (MEM-5).
struct NonSecureWorld {
  Privilege privilege;
};

[[nodiscard]] bool may_read(NonSecureWorld world, std::uintptr_t address, std::size_t length);
[[nodiscard]] bool may_write(NonSecureWorld world, std::uintptr_t address, std::size_t length);

/// Bytes after that question.
[[nodiscard]] inline const std::byte* source(std::uintptr_t address) {
  return reinterpret_cast<const std::byte*>(address);
}
[[nodiscard]] inline std::byte* target(std::uintptr_t address) { return reinterpret_cast<std::byte*>(address); }

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

/// Is there a place for a message in the caller's memory (GET-4)?
[[nodiscard]] bool is_place_of_message(const Partition& partition, std::uintptr_t address);
/// Where it is, after that question.
[[nodiscard]] psa_msg_t& place_of_message(std::uintptr_t address);

/// Moves bytes between client and service (MEM-14). The ranges may overlap when the client says so (MEM-11).
void copy(std::byte* to, const std::byte* from, std::size_t count);

/// Writes the length of one output vector back to a client (CALL-12).
void store_length(psa_outvec& vector, std::size_t length);

/// A request of so many bytes is always copied in one trap.
inline constexpr std::size_t kSmallestPiece = 64;
/// How many bytes of a request to copy in one trap: the wait of a non-secure interrupt is bounded by it.
[[nodiscard]] std::size_t copy_piece(const std::byte* to, const std::byte* from, std::size_t count);

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
