// The kernel on the machine of port.hpp, and beside it the rules: one event changes both, and then they are compared.
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
  raise_in_vain,    // its function does not
  raise_wrongly,    // its function answers what it must not
  raise_over_gate,  // that a handler has called
  raise_over_own_call,
  handler,
  handler_over_sleep,
  handler_end,
};

struct Event {
  Deed deed;
  std::uint8_t what;  // whom, which line, which mask
};

/// What the kernel did otherwise than the rules say.
enum class Fault : std::uint8_t { none, sleeps, runs, order, line, mask, signal, told, panic };

/// All that changes, of both.
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

/// The system as it is after the boot.
void boot();
Saved save();
void restore(const Saved& saved);
/// A number that is the same for states from which the same can happen.
std::uint64_t key_of(const Saved& saved);

/// What can happen now.
std::vector<Event> possible_events();
Fault happen(Event event);
std::string name_of(Event event);
/// Who runs, who can, and how many handlers there are: for the count of what was met.
std::uint32_t situation_of(const Saved& saved);

}  // namespace model
