// SPDX-License-Identifier: Apache-2.0

// The operations of all clients: hashes, ciphers and others that are in progress.
//
// A client has the handle of its operation, which is generation x slots + slot. It names the operation only for the
// client that opened it, as the kind that was opened, and until it ends: the next operation in a slot has another
// generation. A client can hold only its share of the slots (share.hpp), so that it cannot keep others from working.
#pragma once

#include <array>
#include <cstdint>

#include "config_tfm.h"
#include "psa/crypto.h"

namespace postern::crypto {

/// The kinds of operations; the names are those of their functions.
enum class State : std::uint8_t { none, hash, mac, cipher, aead, key_derivation };

union Operation {
  psa_hash_operation_t hash;
  psa_mac_operation_t mac;
  psa_cipher_operation_t cipher;
  psa_aead_operation_t aead;
  psa_key_derivation_operation_t key_derivation;
};

class Operations {
 public:
  static constexpr std::uint32_t kSlots = CRYPTO_CONC_OPER_NUM;
  static constexpr std::uint32_t kShare = CRYPTO_CLIENT_OPER_NUM;

  /// The operation behind a handle; null if this client has no such operation of this kind.
  [[nodiscard]] Operation* find(std::int32_t client, State state, std::uint32_t handle);

  /// Takes a free slot, whose operation is inactive; null if none is free or the client has its share.
  [[nodiscard]] Operation* open(std::int32_t client, State state);

  /// The handle of an open operation: a positive status.
  [[nodiscard]] psa_status_t handle_of(const Operation* operation) const;

  /// Ends an operation, whatever state it is in, and frees its slot.
  void close(Operation* operation);

 private:
  struct Slot {
    Operation operation;
    std::int32_t client;
    std::uint32_t generation;
    State state;
  };
  [[nodiscard]] std::uint32_t slot_of(const Operation* operation) const;

  std::array<Slot, kSlots> slots_{};
};

}  // namespace postern::crypto
