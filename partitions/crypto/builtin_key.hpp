// SPDX-License-Identifier: Apache-2.0

// The device key as a key of PSA Crypto. The service imports it at the start, for one client: Protected Storage, which
// derives its own key from it and can do nothing else with it. For all others, and without a device key, no key has
// this id.
#pragma once

#include <cstdint>

#include "psa/crypto.h"
#include "tfm_builtin_key_ids.h"

namespace postern::crypto {

/// The key as the library has it; its owner is 0, which is no client, as long as there is none.
inline mbedtls_svc_key_id_t device_key = MBEDTLS_SVC_KEY_ID_INIT;

/// Takes the key from the board. Any failure leaves the service without it.
void import_device_key();

/// The key that a client means by an id.
inline mbedtls_svc_key_id_t key_of(std::int32_t client, std::uint32_t id) {
  const bool is_device_key = id == TFM_BUILTIN_KEY_ID_HUK && client == device_key.MBEDTLS_PRIVATE(owner);
  return is_device_key ? device_key : mbedtls_svc_key_id_make(client, id);
}

}  // namespace postern::crypto
