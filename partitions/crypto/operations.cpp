// SPDX-License-Identifier: Apache-2.0

#include "operations.hpp"

#include <algorithm>
#include <cstring>

#include "share.hpp"

namespace postern::crypto {

namespace {

/// A handle is a positive status, so its generation has fewer bits.
constexpr std::uint32_t kGenerations = 0x7FFFFFFFU / Operations::kSlots;
static_assert(Operations::kSlots > 0 && Operations::kShare > 0 && Operations::kShare <= Operations::kSlots);

/// Frees the memory that the library has for it.
void abort_operation(State state, Operation& operation) {
  switch (state) {
    case State::none: break;
    case State::hash: (void)psa_hash_abort(&operation.hash); break;
    case State::mac: (void)psa_mac_abort(&operation.mac); break;
    case State::cipher: (void)psa_cipher_abort(&operation.cipher); break;
    case State::aead: (void)psa_aead_abort(&operation.aead); break;
    case State::key_derivation: (void)psa_key_derivation_abort(&operation.key_derivation); break;
  }
}

}  // namespace

std::uint32_t Operations::slot_of(const Operation* operation) const {
  std::uint32_t slot = 0;
  while (&slots_[slot].operation != operation) {
    ++slot;
  }
  return slot;
}

Operation* Operations::find(std::int32_t client, State state, std::uint32_t handle) {
  Slot& slot = slots_[handle % kSlots];
  const bool is_right =
      state != State::none && slot.state == state && slot.client == client && slot.generation == handle / kSlots;
  return is_right ? &slot.operation : nullptr;
}

Operation* Operations::open(std::int32_t client, State state) {
  const auto held = std::count_if(slots_.begin(), slots_.end(), [client](const Slot& slot) {
    return slot.state != State::none && share_one(slot.client, client);
  });
  const auto free =
      std::find_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.state == State::none; });
  if (held >= static_cast<std::ptrdiff_t>(kShare) || free == slots_.end()) {
    return nullptr;
  }
  free->generation = free->generation % (kGenerations - 1) + 1;
  free->client = client;
  free->state = state;
  return &free->operation;
}

psa_status_t Operations::handle_of(const Operation* operation) const {
  const std::uint32_t slot = slot_of(operation);
  return static_cast<psa_status_t>(slots_[slot].generation * kSlots + slot);
}

void Operations::close(Operation* operation) {
  Slot& slot = slots_[slot_of(operation)];
  abort_operation(slot.state, slot.operation);
  std::memset(&slot.operation, 0, sizeof slot.operation);  // of a union, `= {}` is its first member only
  slot.state = State::none;
}

}  // namespace postern::crypto
