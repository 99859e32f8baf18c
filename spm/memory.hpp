// Memory that is not the kernel's: the only place where a caller's address becomes a pointer.
//
// A Claim becomes a pointer here or nowhere, after it was judged for the caller's own domain (MEM-4), never for the
// kernel's. What is returned may be used until the call ends: the tables it was judged by are constants.
#pragma once

#include <cstddef>

#include "spm/call.hpp"
#include "spm/caller.hpp"

namespace spm {

// Every claim that is asked about here has a length: an empty one is valid whatever its address (MEM-1), which is for
// the asking call to say.

/// The claimed bytes if this client may read them all, else nullptr (MEM-2 to MEM-5).
[[nodiscard]] const std::byte* readable(const Caller& caller, std::uintptr_t address, std::size_t length);
/// The same for bytes that it may read and write (MEM-8).
[[nodiscard]] std::byte* writable(const Caller& caller, std::uintptr_t address, std::size_t length);

/// A partition's own buffers, judged for its domain (MEM-4).
[[nodiscard]] const std::byte* readable(const Partition& partition, std::uintptr_t address, std::size_t length);
[[nodiscard]] std::byte* writable(const Partition& partition, std::uintptr_t address, std::size_t length);

/// An array of `count` descriptors, or nullptr if it is not the client's to read (and to write, for output vectors) or
/// not aligned as the ABI has it (MEM-7).
[[nodiscard]] const psa_invec* in_vectors(const Caller& caller, std::uintptr_t array, unsigned count);
[[nodiscard]] psa_outvec* out_vectors(const Caller& caller, std::uintptr_t array, unsigned count);

/// A descriptor is read once, whatever the client does meanwhile: all later decisions use the copy (MEM-9).
template <typename Vector>
[[nodiscard]] inline Claim fetch(const Vector& vector) {
  const volatile Vector& once = vector;
  return {reinterpret_cast<std::uintptr_t>(once.base), once.len};
}

/// Remembers in a partition's row where its own data lies.
void note_own_data(Partition& partition);

/// A place for a message in the caller's memory, or nullptr (GET-4).
[[nodiscard]] psa_msg_t* message_place(const Partition& partition, std::uintptr_t address);

/// Moves bytes between client and service (MEM-14). The ranges may overlap when the client says so (MEM-11).
void copy(std::byte* to, const std::byte* from, std::size_t count);

/// Writes the length of one output vector back to a client (CALL-12).
void store_length(psa_outvec& vector, std::size_t length);

/// How many bytes of a request to copy in one trap: the wait of a non-secure interrupt is bounded by it.
[[nodiscard]] std::size_t copy_piece(const std::byte* to, const std::byte* from, std::size_t count);

/// A pointer as the number a Claim is made of.
[[nodiscard]] std::uintptr_t address_of(const void* pointer);

/// An opaque word of a service's (RHN-5); never dereferenced.
[[nodiscard]] void* opaque(std::uintptr_t word);

}  // namespace spm
