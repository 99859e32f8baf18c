// A call: what a client has outstanding, and at the same time the message that a service handles.
//
// It lives in its client's row, because a client can have only one: there is no pool of messages to run out of, a
// queue is a list through calls, and a connection carries nothing but its own identity. The record begins with the
// psa_msg_t that the service gets, so taking a message is one copy.
//
// The sizes are zero whenever the record is idle: a call without vectors, a connect and a disconnect need not touch
// them, and only a call that had vectors clears them at its end (CALL-10, MSG-6).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "include/psa/service.h"
#include "spm/connection.hpp"
#include "spm/descriptors.hpp"
#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

struct Partition;
struct Service;

/// Memory as a caller alleges it: nothing is known about it yet, and it cannot be dereferenced.
struct Claim {
  std::uintptr_t address;
  std::size_t length;

  [[nodiscard]] constexpr bool is_empty() const { return length == 0; }
};

/// Memory that was judged for the one who claimed it, until the call ends; nothing else is copied. It is made in
/// memory.hpp, of a claim, and by a call, of the vectors that were judged before it was sent.
template <typename Byte>
class Bytes {
 public:
  [[nodiscard]] constexpr Byte* data() const { return data_; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  /// All but the first of them, and the first of them: not more than there are.
  [[nodiscard]] constexpr Bytes from(std::size_t count) const { return {data_ + count, size_ - count}; }
  [[nodiscard]] constexpr Bytes first(std::size_t count) const { return {data_, count}; }

 private:
  friend struct Call;
  friend class Judgement;
  constexpr Bytes(Byte* data, std::size_t size) : data_(data), size_(size) {}

  Byte* data_;
  std::size_t size_;
};
/// That may be read.
using Source = Bytes<const std::byte>;
/// That may be written.
using Target = Bytes<std::byte>;

struct Call {
  psa_msg_t message;                                  // what the service gets; the client's id is always there
  std::array<const std::byte*, kMaxVectors> in_base;  // judged for the client before the call is sent
  std::array<std::byte*, kMaxVectors> out_base;
  std::array<std::size_t, kMaxVectors> in_done;   // read or skipped
  std::array<std::size_t, kMaxVectors> out_done;  // written
  psa_outvec* results;                            // where the client learns how much was written
  Partition* server;                              // IPC backend: who holds the message; nullptr: nobody
  const Service* service;                         // whom it is for
  Partition* next;                                // the client behind this one in the queue of its service
  Connection* connection;                         // nullptr for a stateless service
  std::uint8_t counts;                            // of the client's vectors: input, output << 4; zero between calls
  // MM-IOVEC, one bit a vector: touched by a copy, mapped now, mapped at any time (MMV-5 to MMV-9).
  std::uint8_t accessed;
  std::uint8_t mapped;
  std::uint8_t ever_mapped;

  static constexpr std::uint8_t in_vector(unsigned index) { return static_cast<std::uint8_t>(1U << index); }
  static constexpr std::uint8_t out_vector(unsigned index) {
    return static_cast<std::uint8_t>(1U << (kMaxVectors + index));
  }

  /// The low byte of every handle of this call: one more than the client's index, so that no handle is null.
  static constexpr std::uint32_t kClientMask = 0xFF;
  static constexpr std::uint32_t kGenerationStep = 0x100;
  static constexpr std::uint32_t kHandleMask = 0x7FFF'FFFF;
  static constexpr unsigned kOutShift = 4;

  void prepare(PartitionIndex client, ClientId id) {
    message.handle = client + 1;
    message.client_id = static_cast<std::int32_t>(id);
  }

  void set_counts(unsigned in, unsigned out) { counts = static_cast<std::uint8_t>(in | out << kOutShift); }
  [[nodiscard]] unsigned in_count() const { return counts % (1U << kOutShift); }
  [[nodiscard]] unsigned out_count() const { return counts >> kOutShift; }

  [[nodiscard]] MessageHandle handle() const { return MessageHandle{static_cast<std::uint32_t>(message.handle)}; }
  [[nodiscard]] bool is_request() const { return message.type >= PSA_IPC_CALL; }

  /// A service takes the message: from now on its handle, a new one, is good (HND-4).
  void enter_service(Partition& taker) {
    const std::uint32_t next_handle = static_cast<std::uint32_t>(message.handle) + kGenerationStep;
    message.handle = static_cast<psa_handle_t>(next_handle & kHandleMask);
    note_server(&taker);
    if constexpr (system::kMmIovec) {
      accessed = mapped = ever_mapped = 0;  // MMV-15
    }
  }
  /// The message was answered: no handle of it is good any more.
  void leave_service() { note_server(nullptr); }

  /// On the SFN backend a partition serves one client at most, and knows whom.
  void note_server(Partition* holder) {
    if constexpr (system::kBackend == Backend::ipc) {
      server = holder;
    }
  }

  /// How much the service has not read or skipped yet of an input vector, or not written of an output vector.
  [[nodiscard]] std::size_t left(unsigned index) const { return message.in_size[index] - in_done[index]; }
  [[nodiscard]] std::size_t room(unsigned index) const { return message.out_size[index] - out_done[index]; }
  /// These bytes.
  [[nodiscard]] Source unread(unsigned index) const { return {in_base[index] + in_done[index], left(index)}; }
  [[nodiscard]] Target unwritten(unsigned index) const { return {out_base[index] + out_done[index], room(index)}; }

  /// Tells the client how many bytes each output vector got (CALL-12), and leaves nothing of the vectors for the next
  /// message (CALL-10).
  [[gnu::noinline]] void end_vectors();
  /// Leaves nothing of vectors that were not accepted.
  void forget_vectors();
};

}  // namespace spm
