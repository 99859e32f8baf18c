// SPDX-License-Identifier: Apache-2.0

// Data of any length: the service takes an input and gives an output in pieces that fit into its buffer. The functions
// below have the names of the library's, so the table finds them in place of those. Each byte of a client is read once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "call.hpp"
#include "config_tfm.h"
#include "psa/crypto.h"
#include "psa/service.h"

namespace postern::crypto {

/// The first input of a call, of which one piece at a time is in the buffer.
struct LongInput {
  Call* call;

  [[nodiscard]] Vector& vector() const { return call->inputs[0]; }
  [[nodiscard]] bool has_more() const { return vector().length != 0; }

  /// Takes the next piece, and returns its size.
  [[nodiscard]] std::size_t next() const {
    const std::size_t size = std::min(vector().size, vector().length);
    vector().length -= size;
    return psa_read(call->message->handle, kFirstInput, vector().base, size);
  }
};

/// The same of the first output. A piece is never larger than what the client still has room for.
struct LongOutput {
  Call* call;

  [[nodiscard]] Vector& vector() const { return call->outputs[0]; }
  [[nodiscard]] bool has_more() const { return vector().length != 0; }

  void write(std::size_t size) const {
    psa_write(call->message->handle, 0, vector().base, size);
    vector().length -= size;
    vector().size = std::min(vector().size, vector().length);
  }
};

template <auto update, typename Operation>
psa_status_t update_in_pieces(Operation* operation, LongInput input) {
  psa_status_t status = PSA_SUCCESS;
  do {
    const std::size_t size = input.next();
    status = update(operation, input.vector().base, size);
  } while (status == PSA_SUCCESS && input.has_more());
  return status;
}

/// There is room for what each piece makes, unless the client has none: then the client does not use what it has got.
template <auto update, typename Operation>
psa_status_t update_in_pieces(Operation* operation, LongInput input, LongOutput output) {
  psa_status_t status = PSA_SUCCESS;
  do {
    std::size_t length = 0;
    const std::size_t size = input.next();
    status = update(operation, input.vector().base, size, output.vector().base, output.vector().size, &length);
    output.write(status == PSA_SUCCESS ? length : 0);
  } while (status == PSA_SUCCESS && input.has_more());
  return status;
}

inline psa_status_t psa_hash_update(psa_hash_operation_t* operation, LongInput input) {
  return update_in_pieces<::psa_hash_update>(operation, input);
}

inline psa_status_t psa_mac_update(psa_mac_operation_t* operation, LongInput input) {
  return update_in_pieces<::psa_mac_update>(operation, input);
}

inline psa_status_t psa_aead_update_ad(psa_aead_operation_t* operation, LongInput input) {
  return update_in_pieces<::psa_aead_update_ad>(operation, input);
}

inline psa_status_t psa_cipher_update(psa_cipher_operation_t* operation, LongInput input, LongOutput output) {
  return update_in_pieces<::psa_cipher_update>(operation, input, output);
}

inline psa_status_t psa_aead_update(psa_aead_operation_t* operation, LongInput input, LongOutput output) {
  return update_in_pieces<::psa_aead_update>(operation, input, output);
}

/// Computes a hash, or compares it with `expected` if that is not null. Both in one function have their operation on
/// the stack once.
psa_status_t hash_in_pieces(psa_algorithm_t algorithm, LongInput input, const std::uint8_t* expected,
                            std::uint8_t* hash, std::size_t size, std::size_t* length);

inline psa_status_t psa_hash_compute(psa_algorithm_t algorithm, LongInput input, std::uint8_t* hash, std::size_t size,
                                     std::size_t* length) {
  return hash_in_pieces(algorithm, input, nullptr, hash, size, length);
}

inline psa_status_t psa_hash_compare(psa_algorithm_t algorithm, LongInput input, const std::uint8_t* expected,
                                     std::size_t size) {
  return hash_in_pieces(algorithm, input, expected, nullptr, size, nullptr);
}

/// The same of a MAC.
psa_status_t mac_in_pieces(mbedtls_svc_key_id_t key, psa_algorithm_t algorithm, LongInput input,
                           const std::uint8_t* expected, std::uint8_t* mac, std::size_t size, std::size_t* length);

inline psa_status_t psa_mac_compute(mbedtls_svc_key_id_t key, psa_algorithm_t algorithm, LongInput input,
                                    std::uint8_t* mac, std::size_t size, std::size_t* length) {
  return mac_in_pieces(key, algorithm, input, nullptr, mac, size, length);
}

inline psa_status_t psa_mac_verify(mbedtls_svc_key_id_t key, psa_algorithm_t algorithm, LongInput input,
                                   const std::uint8_t* expected, std::size_t size) {
  return mac_in_pieces(key, algorithm, input, expected, nullptr, size, nullptr);
}

template <auto fill, typename... Operation>
psa_status_t fill_in_pieces(LongOutput output, Operation*... operation) {
  psa_status_t status = PSA_SUCCESS;
  do {
    const std::size_t size = output.vector().size;
    status = fill(operation..., output.vector().base, size);
    output.write(status == PSA_SUCCESS ? size : 0);
  } while (status == PSA_SUCCESS && output.has_more());
  return status;
}

inline psa_status_t psa_generate_random(LongOutput output) { return fill_in_pieces<::psa_generate_random>(output); }

/// When the capacity is not enough, nothing is written and none is left.
psa_status_t psa_key_derivation_output_bytes(psa_key_derivation_operation_t* operation, LongOutput output);

/// The cost of PBKDF2 is a time that all other clients wait, so CRYPTO_PBKDF2_ITERATIONS is the largest, and the
/// capacity is what so many iterations make with the largest hash.
psa_status_t psa_key_derivation_input_integer(psa_key_derivation_operation_t* operation, psa_key_derivation_step_t step,
                                              std::uint64_t value);

}  // namespace postern::crypto
