// SPDX-License-Identifier: Apache-2.0

// The Crypto service as a partition: PSA Crypto by Mbed TLS, for all clients, each with its own keys and operations.
#include "builtin_key.hpp"
#include "dispatcher.hpp"
#include "psa/crypto.h"
#include "psa_manifest/crypto.h"
#include "random.hpp"

/// Without the library there is no service, so a failure stops the system.
extern "C" psa_status_t tfm_crypto_init() {
  postern::crypto::take_seed();
  const psa_status_t status = psa_crypto_init();
  if (status == PSA_SUCCESS) {
    postern::crypto::import_device_key();
  }
  return status;
}

extern "C" psa_status_t tfm_crypto_sfn(const psa_msg_t* message) { return postern::crypto::dispatch(*message); }
