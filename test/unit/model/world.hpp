// SPDX-License-Identifier: Apache-2.0

// The kernel on the machine of port.hpp, and the rules beside it: each event changes both, and then they are compared.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "port.hpp"
#include "rules.hpp"
#include "spm/partition.hpp"

namespace model {

enum class Deed : std::uint8_t {
  wait,
  poll,
  get,
  reply,
  notify,
  clear,
  eoi,
  reset,
  enable,
  disable,
  call,
  enter,
  raise,            // a secure interrupt; a function asserts its signal
  raise_in_vain,    // its FLIH function does not
  raise_wrongly,    // its FLIH function returns an invalid value
  raise_over_gate,  // over a gate that a handler has called
  raise_over_own_call,
  handler,
  handler_over_sleep,
  handler_end,
};

struct Event {
  Deed deed;
  std::uint8_t what;  // which partition, line or mask
};

/// The difference between the kernel and the rules.
enum class Fault : std::uint8_t { none, sleeps, runs, order, line, mask, signal, told, panic };

/// The whole state, of both.
struct Saved {
  struct Row {
    port::Context thread;
    std::uint32_t asserted, awaited, disabled;
    psa_handle_t handle;
    std::int32_t type;
    spm::Partition* server;
    const spm::Service* service;
    spm::Partition* next;
  };
  std::array<Row, kClients> rows;
  std::array<spm::Partition*, kPartitions> last_clients;
  port::Context idle;
  std::uint32_t ready;
  spm::Schedulable* running;
  spm::Schedulable* suspended;
  port::Machine machine;
  Rules rules;
};

/// The system after boot.
void boot();
Saved save();
void restore(const Saved& saved);
/// A number that is equal for states with the same possible futures.
std::uint64_t key_of(const Saved& saved);

/// The events that are possible now.
std::vector<Event> possible_events();
Fault happen(Event event);
std::string name_of(Event event);
/// Running and ready partitions, and the number of handlers: for counting the situations that were met.
std::uint32_t situation_of(const Saved& saved);

}  // namespace model
