// SPDX-License-Identifier: Apache-2.0

// What restart.cpp shares with the files that switch threads. Only images in which a partition can restart use it.
#pragma once

#include <array>
#include <cstdint>

#include "spm/partition.hpp"
#include "spm/port_contract.hpp"
#include "system.hpp"

namespace spm::ipc {

enum class Stage : std::uint8_t {
  alive,
  dead,     // its thread is not prepared yet
  ending,   // calls to its services have not ended yet
  closing,  // its own connections are being closed
};

struct Life {
  Stage stage;
  std::uint16_t restarts;
};

inline constinit std::array<Life, system::kRestarts ? system::kPartitionCount : 0> lives{};

/// Called for the context that runs next: the thread of a dead partition is prepared to end its life.
void begin_end_of_life(Schedulable& next);

/// One step of it, by the trap of that thread. Returns the context to switch to; after the last step, leaves the
/// kernel.
port::Context* end_life(Partition& partition);

// interrupt.cpp: a FLIH function whose owner dies in it.

/// False if its frame is over non-secure code that the owner has called.
bool may_end_upcall(const Partition& owner);
/// Forgets the function. Returns the context that goes on.
port::Context* end_upcall(Partition& owner);

}  // namespace spm::ipc
