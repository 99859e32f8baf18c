// Memory that is not the kernel's: the only place where a caller's address becomes a pointer.
//
// A Claim becomes a pointer here or nowhere, after it was judged for the caller's own domain (MEM-4), never for the
// kernel's. What is returned may be used until the call ends: the tables it was judged by are constants.
#pragma once

#include <array>
#include <cstddef>

#include "spm/call.hpp"
#include "spm/caller.hpp"

namespace spm {

/// The claimed bytes if this caller may read them all, else nullptr, also for an empty claim: its address means
/// nothing, and that it is valid all the same (MEM-1) is for the asking call to say.
[[nodiscard]] const std::byte* readable(const Caller& caller, Claim claim);
/// The same for bytes that it may read and write (MEM-8).
[[nodiscard]] std::byte* writable(const Caller& caller, Claim claim);

/// An array of `count` vectors, fetched once: all later decisions use the copy (MEM-7, MEM-9). False if the array is
/// not the caller's to read (and to write, for output vectors) or not aligned as the ABI has it.
[[nodiscard]] bool fetch_in_vectors(const Caller& caller, std::uintptr_t array, unsigned count,
                                    std::array<Claim, kMaxVectors>& copies);
[[nodiscard]] psa_outvec* fetch_out_vectors(const Caller& caller, std::uintptr_t array, unsigned count,
                                            std::array<Claim, kMaxVectors>& copies);

/// A place for a message in the caller's memory, or nullptr (GET-4).
[[nodiscard]] psa_msg_t* message_place(const Caller& caller, std::uintptr_t address);

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
