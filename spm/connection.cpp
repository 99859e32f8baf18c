// SPDX-License-Identifier: Apache-2.0

// Connections: opening, changing state, finding a free one.
#include "spm/connection.hpp"

#include "spm/panic.hpp"

namespace spm {

void Connection::open(ServiceIndex service, ClientId owner, std::size_t slot) {
  POSTERN_INVARIANT(state_ == State::closed);
  std::uint32_t generation = (key_ & ~kSlotMask) + kGenerationStep;
  if (generation >= kGenerationEnd) {
    generation = kGenerationStep;
  }
  key_ = generation | static_cast<std::uint32_t>(slot);
  owner_ = owner;
  service_ = service;
  rhandle = nullptr;
  state_ = State::connecting;
}

void Connection::move(State from, State to) {
  POSTERN_INVARIANT(state_ == from);
  state_ = to;
}

Connection* find_free_connection() {
  for (Connection& connection : connections) {
    if (connection.state() == Connection::State::closed) {
      return &connection;
    }
  }
  return nullptr;
}

}  // namespace spm
