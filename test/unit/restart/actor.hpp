// SPDX-License-Identifier: Apache-2.0

// What the model knows of a partition: its connections, its outstanding call, and the messages that it holds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "include/psa/client.h"
#include "spm/partition.hpp"

namespace spm::testing {

/// A client's vectors and their descriptors, in memory of its own: whole granules, so that each can be mapped.
struct alignas(32) Vectors {
  static constexpr std::size_t kSize = 32;
  psa_invec in;
  psa_outvec out;
  alignas(32) std::array<std::byte, kSize> from;
  alignas(32) std::array<std::byte, kSize> to;
};

/// A message that a partition has taken and not answered.
struct Held {
  std::uint32_t handle;
  unsigned client;
  bool has_vectors;
  bool is_read = false;  // or written: no longer to be mapped
  bool is_written = false;
  bool ever_in = false;  // mapped, now or before
  bool ever_out = false;
  bool in = false;  // mapped now
  bool out = false;
  std::size_t done = 0;     // bytes that were read
  std::size_t written = 0;  // bytes that the client is to be told of
};

/// What a partition has done and waits for.
struct Actor {
  enum class Does : std::uint8_t { run, wait, connect, request, close };
  Does does = Does::run;
  unsigned server = 0;                  // of the outstanding call
  std::uint32_t used = 0;               // its connection, or 0
  bool has_vectors = false;             // that call
  std::optional<std::uint32_t> answer;  // what the server has answered
  std::size_t length = 0;               // and how many bytes its output has then
  bool dies = false;                    // the client is dead, and the answer is dropped
  bool doorbell = false;
  std::map<std::uint32_t, unsigned> open{};  // its connections: the service's owner
  std::map<std::uint32_t, bool> lost{};
  std::vector<Held> held{};
};

using Actors = std::array<Actor, system::kPartitionCount>;

/// Handles of lives that have ended.
struct Gone {
  std::vector<std::uint32_t> messages;
  std::vector<std::uint32_t> connections;
};

/// Where a partition has its vectors.
Vectors& vectors_of(unsigned who);

/// What must hold in the kernel's tables between two steps.
void check_queues();
void check_messages(const Actors& actors);
void check_mappings(const Actors& actors);
void check_connections(const Actors& actors);

}  // namespace spm::testing
