// SPDX-License-Identifier: Apache-2.0

// A call: the one request that a client has outstanding, and at the same time the message that a service handles.
// calls/ fills it in and reads it; the backends queue it and hand it over.
//
// It lives in its client's Partition, because a client can have only one. So there is no pool of messages that could
// run out, a queue is a list of calls, and a connection stores only its own identity. The record begins with the
// psa_msg_t that the service gets, so taking a message is one copy.
//
// The sizes, and how much of them is done, are zero while the record is idle. A call without vectors, a connect and a
// disconnect need not touch them; only a call that had vectors clears them when it ends (CALL-10, MSG-6). So a service
// finds no byte of a client in a message that is no request (READ-1, WRITE-1).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "include/psa/service.h"
#include "spm/connection.hpp"
#include "spm/descriptors.hpp"
#include "spm/trace.hpp"
#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

struct Partition;
struct Service;

/// Memory as a caller describes it. Nothing has been checked, and it cannot be dereferenced.
struct Claim {
  std::uintptr_t address;
  std::size_t length;

  [[nodiscard]] constexpr bool is_empty() const { return length == 0; }
};

/// Memory that was checked against its caller's rights, which hold until the call ends. Only Bytes can be copied. They
/// are made in memory.hpp, from a claim, and by Call, from the vectors that were checked before the call was sent.
template <typename Byte>
class Bytes {
 public:
  [[nodiscard]] constexpr Byte* data() const { return data_; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  /// The bytes after the first `count`, and the first `count` bytes. `count` must not exceed size().
  [[nodiscard]] constexpr Bytes from(std::size_t count) const { return {data_ + count, size_ - count}; }
  [[nodiscard]] constexpr Bytes first(std::size_t count) const { return {data_, count}; }

 private:
  friend struct Call;
  friend class Judgement;
  constexpr Bytes(Byte* data, std::size_t size) : data_(data), size_(size) {}

  Byte* data_;
  std::size_t size_;
};
/// Bytes that may be read.
using Source = Bytes<const std::byte>;
/// Bytes that may be written.
using Target = Bytes<std::byte>;

struct Call {
  psa_msg_t message;                                  // what the service gets; the client id in it is always valid
  std::array<const std::byte*, kMaxVectors> in_base;  // checked for the client before the call is sent
  std::array<std::byte*, kMaxVectors> out_base;
  std::array<std::size_t, kMaxVectors> in_done;   // read or skipped
  std::array<std::size_t, kMaxVectors> out_done;  // written
  psa_outvec* results;                            // where the client reads how much was written
  Partition* server;                              // IPC backend: the partition that handles the message, or nullptr
  const Service* service;                         // the service that is called
  Partition* next;                                // the client behind this one in the service's queue
  Connection* connection;                         // nullptr for a stateless service
  std::uint8_t counts;                            // input vectors | output vectors << 4; zero between calls
  // MM-IOVEC, one bit for each vector: accessed by a copy, mapped now, mapped at any time (MMV-5 to MMV-9).
  std::uint8_t accessed;
  std::uint8_t mapped;
  std::uint8_t ever_mapped;

  static constexpr std::uint8_t in_vector(unsigned index) { return static_cast<std::uint8_t>(1U << index); }
  static constexpr std::uint8_t out_vector(unsigned index) {
    return static_cast<std::uint8_t>(1U << (kMaxVectors + index));
  }

  /// The low byte of every handle of this call is the client's index plus one, so that no handle is null.
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

  /// A service takes the message: a new handle becomes valid (HND-4).
  void enter_service(Partition& taker) {
    const std::uint32_t next_handle = static_cast<std::uint32_t>(message.handle) + kGenerationStep;
    message.handle = static_cast<psa_handle_t>(next_handle & kHandleMask);
    note_server(&taker);
    trace::note(trace::Kind::take, static_cast<std::uint32_t>(message.handle) % (kClientMask + 1) - 1, 0, 0, 0);
    if constexpr (system::kMmIovec) {
      accessed = mapped = ever_mapped = 0;  // MMV-15
    }
  }
  /// The message has been answered: none of its handles is valid.
  void leave_service() { note_server(nullptr); }

  /// On the SFN backend a partition serves at most one client and knows which one.
  void note_server(Partition* holder) {
    if constexpr (system::kBackend == Backend::ipc) {
      server = holder;
    }
  }

  /// How many bytes of an input vector are not yet read or skipped, and how much room is left in an output vector.
  [[nodiscard]] std::size_t left(unsigned index) const { return message.in_size[index] - in_done[index]; }
  [[nodiscard]] std::size_t room(unsigned index) const { return message.out_size[index] - out_done[index]; }
  /// Where those bytes are.
  [[nodiscard]] Source unread(unsigned index) const { return {in_base[index] + in_done[index], left(index)}; }
  [[nodiscard]] Target unwritten(unsigned index) const { return {out_base[index] + out_done[index], room(index)}; }

  /// Tells the client how many bytes each output vector received (CALL-12), and clears the sizes for the next message
  /// (CALL-10).
  [[gnu::noinline]] void end_vectors();
  /// Clears the sizes of vectors that were refused.
  void forget_vectors();
};

}  // namespace spm
