// SPDX-License-Identifier: Apache-2.0

// How messages leave their queues.
#include "spm/ipc/queue.hpp"

#include <bit>

#include "spm/panic.hpp"

namespace spm::ipc {

namespace {

/// Others remain. Not inline, so that the usual case has no conditional instructions.
[[gnu::noinline, gnu::cold]] void take_first(Partition& last, const Partition& first) {
  last.call.next = first.call.next;
}

}  // namespace

Partition& take_message(Partition& owner, SignalSet signal) {
  const unsigned ordinal =
      static_cast<unsigned>(std::countr_zero(static_cast<std::uint32_t>(signal))) - kFirstServiceBit;
  Partition*& last = owner.queues.last_clients[ordinal];
  POSTERN_INVARIANT(last != nullptr);
  Partition& first = *last->call.next;
  if (&first == last) [[likely]] {
    last = nullptr;
    owner.asserted = owner.asserted & ~signal;
  } else {
    take_first(*last, first);
  }
  first.call.enter_service(owner);
  return first;
}

}  // namespace spm::ipc
