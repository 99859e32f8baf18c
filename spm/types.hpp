// SPDX-License-Identifier: Apache-2.0

// The framework's numbers as types of their own, so that one kind cannot be mistaken for another. Every other file of
// the kernel relies on them.
//
// A handle, a signal set and a client id are all 32 bits wide at the C boundary. In the kernel each has its own type,
// so mixing them up does not compile, and a stale or foreign value fails a compare.
#pragma once

#include <cstddef>
#include <cstdint>

namespace spm {

/// A client (CID-1): positive is the id of a Secure Partition, negative a non-secure client; zero is never used.
enum class ClientId : std::int32_t {};

/// The result of a call as the client sees it. Services may return any int32 value (REPLY-8).
enum class Status : std::int32_t {
  success = 0,
  programmer_error = -129,
  connection_refused = -130,
  connection_busy = -131,
};
/// What clients of a partition that restarts get for an outstanding request, and for a call on a lost connection.
inline constexpr Status kServiceDied{-145};  // PSA_ERROR_COMMUNICATION_FAILURE

/// A set of signal bits of one partition (SIG-1).
enum class SignalSet : std::uint32_t { none = 0, doorbell = 1U << 3 };

constexpr SignalSet operator|(SignalSet a, SignalSet b) {
  return SignalSet{static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b)};
}
constexpr SignalSet operator&(SignalSet a, SignalSet b) {
  return SignalSet{static_cast<std::uint32_t>(a) & static_cast<std::uint32_t>(b)};
}
constexpr SignalSet operator~(SignalSet a) { return SignalSet{~static_cast<std::uint32_t>(a)}; }
constexpr bool is_empty(SignalSet a) { return a == SignalSet::none; }
constexpr bool is_single(SignalSet a) {
  const auto bits = static_cast<std::uint32_t>(a);
  return bits != 0 && (bits & (bits - 1)) == 0;
}

/// The handle that a client passes: one from psa_connect, generation and slot (HND-1 to HND-5), or that of a stateless
/// service. Live connections have values 1 .. 0x3FFF'FFFF.
enum class ConnectionHandle : std::uint32_t {};

/// A handle from psa_get: the generation, and the client whose call it is (HND-4).
enum class MessageHandle : std::uint32_t {};

/// A partition's position in the order of urgency: 0 is the most urgent, the non-secure agent is the last partition.
using PartitionIndex = std::uint8_t;
/// The position of a service in the table of services, grouped by partition in manifest order.
using ServiceIndex = std::uint16_t;

/// What is left to do when a message has ended: answer the client with a word, or deliver its call again, which has
/// become the disconnect message of a terminated connection (HND-8). An enumeration of 64 bits travels in two
/// registers; a structure of that size would be returned through memory.
enum class Completion : std::uint64_t {};

constexpr Completion completed(std::uint32_t word) { return Completion{word}; }
constexpr Completion completed(Status status) { return Completion{static_cast<std::uint32_t>(status)}; }
constexpr Completion deliver_again() { return Completion{std::uint64_t{1} << 32U}; }
constexpr bool is_to_deliver_again(Completion completion) { return static_cast<std::uint64_t>(completion) >> 32U != 0; }
constexpr std::uint32_t word_of(Completion completion) { return static_cast<std::uint32_t>(completion); }

}  // namespace spm
