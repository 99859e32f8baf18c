// SPDX-License-Identifier: Apache-2.0

// backend.hpp for the SFN backend: a call is a function call. The service's secure function runs at once, on the one
// secure stack, and its result is the reply. Calls follow the dependencies, which have no cycle, so no partition is
// entered twice (SFN-8).
#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/port_contract.hpp"
#include "spm/service.hpp"
#include "spm/sfn/running.hpp"

namespace spm {
namespace sfn {

constinit Partition* running = nullptr;

namespace {

/// Runs the init function, before the first secure function; another partition's call can require that earlier
/// (SFN-11, SFN-21). Until then a partition is its own client, so that a call asks one question: is the server free?
[[gnu::noinline]] void start(Partition& partition) {
  partition.serving = nullptr;
  psa_status_t (*const init)() = *partition.descriptor->init;
  if (init == nullptr) {
    return;
  }
  Partition* const caller = running;
  running = &partition;
  calls::initialised(partition, Status{init()});
  running = caller;
}

Status serve(Partition& server, const Service& service, Partition& client) {
  client.call.enter_service(server);
  server.serving = &client;
  running = &server;
  const Status status{(*service.entrance)(&client.call.message)};
  running = &client;
  server.serving = nullptr;
  return status;
}

/// Delivers the call once more, as a disconnect message (HND-8), and returns what the client gets.
[[gnu::noinline, gnu::cold]] Answer redeliver(Partition& client) { return backend::deliver(client); }

}  // namespace
}  // namespace sfn

const Partition* current_partition() { return sfn::running; }

namespace backend {

void boot() {
  for (PartitionIndex index = 0; index < system::kAgent; ++index) {
    if (partitions[index].serving != nullptr) {  // a call of another init function can have started it
      sfn::start(partitions[index]);
    }
  }
  agent().serving = nullptr;
  sfn::running = &agent();
}

// Not inlined into each call: it is most of what a call is on this backend.
[[gnu::noinline]] Answer deliver(Partition& client) {
  const Service& service = *client.call.service;
  Partition& server = *service.owner;
  if (server.serving != nullptr) {
    POSTERN_INVARIANT(server.serving == &server);  // SCH-23
    sfn::start(server);
  }
  const Completion completion = calls::complete(server, client, sfn::serve(server, service, client));
  return is_to_deliver_again(completion) ? sfn::redeliver(client) : now(word_of(completion));
}

Answer wait(Partition& partition, SignalSet mask) {
  for (;;) {
    port::mask_interrupts();
    const SignalSet signals = partition.asserted & mask;
    if (is_empty(signals)) {
      port::wait_for_interrupt();
    }
    port::unmask_interrupts();
    if (!is_empty(signals)) {
      return now(static_cast<std::uint32_t>(signals));
    }
  }
}

void wake(Partition&) {}  // wait() looks at the signals itself

}  // namespace backend
}  // namespace spm
