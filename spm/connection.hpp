// Connections: what outlives one call. A connection is four words, because the call itself lives in its client.
//
// A closed connection keeps its key, the last handle, because the next one counts on from there (HND-1 to HND-5).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

class Connection {
 public:
  /// HND-6: terminated is entered when a service answered a non-secure request with a programmer error.
  enum class State : std::uint8_t { closed, connecting, idle, busy, terminated, closing };

  void* rhandle;

  /// A closed slot becomes a connection of this client to that service, with a handle never used before in this slot
  /// for four million connections.
  void open(ServiceIndex service, ClientId owner, std::size_t slot);

  /// From one state of the table in HND-5 to another; a transition that does not exist is the kernel's own error.
  void move(State from, State to);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] ServiceIndex service() const { return service_; }
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

/// A slot nobody uses, or nullptr when all are taken (CONN-9). Changes nothing.
[[nodiscard]] Connection* find_free_connection();

/// The connection that a handle names, in whatever state, if this client owns it; nullptr otherwise (HND-1, HND-5).
[[nodiscard]] Connection* find_connection(ClientId owner, ConnectionHandle handle);

}  // namespace spm
