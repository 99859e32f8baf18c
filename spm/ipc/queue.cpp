// Queues of messages.
#include "spm/ipc/queue.hpp"

#include <bit>

#include "spm/panic.hpp"

namespace spm::ipc {

Partition& enqueue(Partition& client) {
  const Service& service = *client.call.service;
  Partition*& last = *service.entrance;
  if (last == nullptr) {
    client.call.next = &client;
  } else {
    client.call.next = last->call.next;
    last->call.next = &client;
  }
  last = &client;
  Partition& owner = *service.owner;
  owner.asserted = owner.asserted | service.signal;
  return owner;
}

Partition& take_message(Partition& owner, SignalSet signal) {
  const unsigned ordinal =
      static_cast<unsigned>(std::countr_zero(static_cast<std::uint32_t>(signal))) - kFirstServiceBit;
  Partition*& last = owner.queues.last_clients[ordinal];
  POSTERN_INVARIANT(last != nullptr);
  Partition& first = *last->call.next;
  if (&first == last) {
    last = nullptr;
    owner.asserted = owner.asserted & ~signal;
  } else {
    last->call.next = first.call.next;
  }
  first.call.enter_service(owner);
  return first;
}

}  // namespace spm::ipc
