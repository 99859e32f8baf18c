// SPDX-License-Identifier: Apache-2.0

// The keys of all clients that are not persistent: who made each, and what it takes of the heap.
//
// They occupy slots of the library until they are destroyed, so a client has a share (share.hpp) of both. When it holds
// its share it gets no further key. A persistent key has no slot of its own: the library drops it when it needs the
// room. But it needs one while it is used, so all clients together cannot take the last ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "config_tfm.h"
#include "psa/crypto.h"

namespace postern::crypto {

class Keys {
 public:
  static constexpr std::size_t kSlots = MBEDTLS_PSA_KEY_SLOT_COUNT;

  /// True if the client holds all that it may have, or all clients together do.
  [[nodiscard]] bool is_full(std::int32_t client) const;

  /// A key was made. Nothing happens if it is persistent.
  void add(std::int32_t client, const mbedtls_svc_key_id_t& key);

  /// A key was destroyed.
  void remove(psa_key_id_t id);

 private:
  struct Holder {
    std::int32_t client;  // 0 if there is no key
    std::uint32_t bytes;
  };
  std::array<Holder, kSlots> holders_{};
};

inline Keys keys;

}  // namespace postern::crypto
