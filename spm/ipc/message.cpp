// SPDX-License-Identifier: Apache-2.0

// How partitions take messages: by psa_get, or in the loop of the SFN model. A broken rule here is always the
// partition's own error (PE-7).
#include <bit>
#include <optional>

#include "spm/ipc/message.hpp"
#include "spm/ipc/queue.hpp"
#include "spm/memory.hpp"
#include "spm/panic.hpp"

namespace spm::ipc {
namespace {

/// Which rule a partition breaks that takes a message without being allowed to; the first one counts.
[[gnu::noinline]] Rule why_not_taken(const Partition& partition, SignalSet signal) {
  if (!is_ipc_model(partition)) {
    return rule(Area::get, 8);
  }
  if (!is_single(signal)) {
    return rule(Area::get, 1);
  }
  return is_empty(signal & partition.descriptor->services) ? rule(Area::get, 2) : rule(Area::get, 3);
}

}  // namespace

Status get(Partition& partition, SignalSet signal, std::uintptr_t place) {
  const SignalSet services = partition.descriptor->services;
  if (!is_ipc_model(partition) || is_empty(signal & services & partition.asserted) || !is_single(signal)) {
    panic(partition, why_not_taken(partition, signal));
  }
  const std::optional<psa_msg_t*> message = place_of_message(partition, place);
  if (!message) {
    panic(partition, rule(Area::get, 4));
  }
  Partition& client = take_message(partition, signal);
  partition.serving = &client;
  port::copy_message(**message, client.call.message);
  return Status::success;
}

std::uint32_t serve(Partition& partition, Partition& client, SignalSet signal) {
  partition.serving = &client;
  port::copy_message(*partition.descriptor->message, client.call.message);
  return static_cast<std::uint32_t>(std::countr_zero(static_cast<std::uint32_t>(signal))) - kFirstServiceBit;
}

std::uint32_t serve_next(Partition& partition) {
  const auto pending = static_cast<std::uint32_t>(serviceable(partition));
  const SignalSet lowest{pending & (~pending + 1)};
  return serve(partition, take_message(partition, lowest), lowest);
}

}  // namespace spm::ipc
