// SPDX-License-Identifier: Apache-2.0

// Connections: the state that outlives one call. A connection is four words, because the call itself lives in its
// client. calls/client.cpp opens, uses and closes them; calls/message.cpp changes their state when a service answers.
//
// A closed connection keeps its last handle, because the next one counts on from it (HND-1 to HND-5).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "spm/types.hpp"
#include "spm/worked_out.hpp"
#include "system.hpp"

namespace spm {

class Connection {
 public:
  /// A connection is terminated when its service answered a non-secure request with a programmer error (HND-6). It is
  /// lost when its service restarted: then it only waits for its client's psa_close.
  enum class State : std::uint8_t { closed, connecting, idle, busy, terminated, closing, lost };

  void* rhandle;

  /// Opens a free connection slot for this client and service. The handle is new: a slot repeats one only after four
  /// million connections.
  void open(ServiceIndex service, ClientId owner, std::size_t slot);

  /// Moves to another state of the table in HND-5. It is a bug in the kernel if the connection is not in `from`.
  void move(State from, State to);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] ServiceIndex service() const { return service_; }
  [[nodiscard]] ClientId owner() const { return owner_; }
  [[nodiscard]] ConnectionHandle handle() const { return ConnectionHandle{key_}; }
  [[nodiscard]] bool belongs_to(ClientId owner, ConnectionHandle handle) const {
    return this->handle() == handle && owner_ == owner && state_ != State::closed;
  }

  static constexpr std::uint32_t kSlotMask = 0xFF;
  static constexpr std::uint32_t kGenerationStep = 0x100;
  static constexpr std::uint32_t kGenerationEnd = 0x4000'0000;  // bit 30 marks stateless handles (NUM-4)

 private:
  std::uint32_t key_;
  ClientId owner_;
  ServiceIndex service_;
  State state_;
};

inline constinit std::array<Connection, system::kConnectionCount> connections{};

/// A free connection slot, or nullptr if all are taken (CONN-9). Changes nothing.
[[nodiscard]] Connection* find_free_connection();

/// The open connection that a handle names, in any state, if this client owns it; else nullptr (HND-1, HND-5).
[[nodiscard, gnu::always_inline]] inline Connection* find_connection(ClientId owner, ConnectionHandle handle) {
  const std::size_t slot = static_cast<std::uint32_t>(handle) & Connection::kSlotMask;
  if (slot >= connections.size()) {
    return nullptr;
  }
  Connection& connection = worked_out(connections[slot]);
  return connection.belongs_to(owner, handle) ? &connection : nullptr;
}

}  // namespace spm
