// SPDX-License-Identifier: Apache-2.0

#include "pieces.hpp"

namespace postern::crypto {

psa_status_t hash_in_pieces(psa_algorithm_t algorithm, LongInput input, const std::uint8_t* expected,
                            std::uint8_t* hash, std::size_t size, std::size_t* length) {
  psa_hash_operation_t operation{};
  psa_status_t status = psa_hash_setup(&operation, algorithm);
  if (status == PSA_SUCCESS) {
    status = psa_hash_update(&operation, input);
  }
  if (status == PSA_SUCCESS) {
    status = expected != nullptr ? psa_hash_verify(&operation, expected, size)
                                 : psa_hash_finish(&operation, hash, size, length);
  }
  (void)psa_hash_abort(&operation);
  return status;
}

psa_status_t mac_in_pieces(mbedtls_svc_key_id_t key, psa_algorithm_t algorithm, LongInput input,
                           const std::uint8_t* expected, std::uint8_t* mac, std::size_t size, std::size_t* length) {
  psa_mac_operation_t operation{};
  psa_status_t status = expected != nullptr ? psa_mac_verify_setup(&operation, key, algorithm)
                                            : psa_mac_sign_setup(&operation, key, algorithm);
  if (status == PSA_SUCCESS) {
    status = psa_mac_update(&operation, input);
  }
  if (status == PSA_SUCCESS) {
    status = expected != nullptr ? psa_mac_verify_finish(&operation, expected, size)
                                 : psa_mac_sign_finish(&operation, mac, size, length);
  }
  (void)psa_mac_abort(&operation);
  return status;
}

psa_status_t psa_key_derivation_output_bytes(psa_key_derivation_operation_t* operation, LongOutput output) {
  std::size_t capacity = 0;
  psa_status_t status = psa_key_derivation_get_capacity(operation, &capacity);
  if (status == PSA_SUCCESS && capacity < output.vector().length) {
    status = psa_key_derivation_set_capacity(operation, 0);
  }
  return status == PSA_SUCCESS ? fill_in_pieces<::psa_key_derivation_output_bytes>(output, operation) : status;
}

psa_status_t psa_key_derivation_input_integer(psa_key_derivation_operation_t* operation, psa_key_derivation_step_t step,
                                              std::uint64_t value) {
  psa_status_t status = ::psa_key_derivation_input_integer(operation, step, value);
  if (status != PSA_SUCCESS) {
    return status;
  }
  if (value > CRYPTO_PBKDF2_ITERATIONS) {
    (void)psa_key_derivation_abort(operation);
    return PSA_ERROR_NOT_SUPPORTED;
  }
  const std::size_t most = CRYPTO_PBKDF2_ITERATIONS / static_cast<std::uint32_t>(value) * PSA_HASH_MAX_SIZE;
  std::size_t capacity = 0;
  status = psa_key_derivation_get_capacity(operation, &capacity);
  return status == PSA_SUCCESS && capacity > most ? psa_key_derivation_set_capacity(operation, most) : status;
}

}  // namespace postern::crypto
