// Queues of messages.
#include "spm/queue.hpp"

#include <bit>

#include "spm/panic.hpp"

namespace spm {
namespace {

/// The newest call of each service; its `next` is the oldest. nullptr: none waits.
constinit std::array<Call*, system::kServiceCount> newest{};

}  // namespace

Partition& enqueue(Call& call) {
  Call*& tail = newest[call.service];
  if (tail == nullptr) {
    call.next = &call;
  } else {
    call.next = tail->next;
    tail->next = &call;
  }
  tail = &call;
  Partition& owner = *call.server;
  owner.asserted = owner.asserted | system::kServices[call.service].signal;
  return owner;
}

Call& take_message(Partition& owner, SignalSet signal) {
  const unsigned ordinal =
      static_cast<unsigned>(std::countr_zero(static_cast<std::uint32_t>(signal))) - kFirstServiceBit;
  Call*& tail = newest[owner.descriptor->first_service + ordinal];
  POSTERN_INVARIANT(tail != nullptr);
  Call& oldest = *tail->next;
  if (&oldest == tail) {
    tail = nullptr;
    owner.asserted = owner.asserted & ~signal;
  } else {
    tail->next = oldest.next;
  }
  oldest.enter_service();
  return oldest;
}

}  // namespace spm
