// SPDX-License-Identifier: Apache-2.0

#include "seal.hpp"

#include "config_tfm.h"
#include "psa/crypto.h"
#include "tfm_builtin_key_ids.h"

namespace postern::ps {

namespace {

constexpr psa_algorithm_t kAlgorithm = PS_CRYPTO_AEAD_ALG;
constexpr psa_key_type_t kType = kAlgorithm == PSA_ALG_CHACHA20_POLY1305 ? PSA_KEY_TYPE_CHACHA20 : PSA_KEY_TYPE_AES;
constexpr std::size_t kKeyBits = 256;
constexpr std::uint8_t kRootBit = 0x80;  // of the first byte behind the version
static_assert(kAlgorithm == PSA_ALG_GCM || kAlgorithm == PSA_ALG_CCM || kAlgorithm == PSA_ALG_CHACHA20_POLY1305,
              "PS_CRYPTO_AEAD_ALG is PSA_ALG_GCM, PSA_ALG_CCM or PSA_ALG_CHACHA20_POLY1305");

// What else is derived from the device key has another label.
constexpr std::array<std::uint8_t, 20> kLabel{'p', 'r', 'o', 't', 'e', 'c', 't', 'e', 'd', ' ',
                                              's', 't', 'o', 'r', 'a', 'g', 'e', ' ', 'v', '1'};

// Crypto takes bytes.
constexpr std::size_t kMostWords = 4;
using Authenticated = std::array<std::uint8_t, kMostWords * sizeof(std::uint32_t)>;

Authenticated bytes_of(Words words) {
  Authenticated bytes{};
  std::size_t at = 0;
  for (const std::uint32_t word : words) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      bytes[at++] = static_cast<std::uint8_t>(word >> shift);
    }
  }
  return bytes;
}

// A status of the Crypto service about the device key as a client of Protected Storage gets it.
psa_status_t as_missing_key(psa_status_t status) {
  return status == PSA_ERROR_INVALID_HANDLE || status == PSA_ERROR_DOES_NOT_EXIST ? PSA_ERROR_NOT_SUPPORTED : status;
}

}  // namespace

psa_status_t Seal::open() {
  if (key_ != 0) {
    return PSA_SUCCESS;
  }
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, kType);
  psa_set_key_bits(&attributes, kKeyBits);
  psa_set_key_algorithm(&attributes, kAlgorithm);
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_ENCRYPT | PSA_KEY_USAGE_DECRYPT);
  psa_key_derivation_operation_t derivation = PSA_KEY_DERIVATION_OPERATION_INIT;
  psa_status_t status = psa_key_derivation_setup(&derivation, PSA_ALG_HKDF(PSA_ALG_SHA_256));
  if (status == PSA_SUCCESS) {
    status = as_missing_key(
        psa_key_derivation_input_key(&derivation, PSA_KEY_DERIVATION_INPUT_SECRET, TFM_BUILTIN_KEY_ID_HUK));
  }
  if (status == PSA_SUCCESS) {
    status = psa_key_derivation_input_bytes(&derivation, PSA_KEY_DERIVATION_INPUT_INFO, kLabel.data(), kLabel.size());
  }
  if (status == PSA_SUCCESS) {
    status = psa_key_derivation_output_key(&attributes, &derivation, &key_);
  }
  (void)psa_key_derivation_abort(&derivation);
  return status;
}

psa_status_t Seal::make_nonce(Sort sort, std::uint32_t version, Nonce& nonce) {
  const psa_status_t status = psa_generate_random(nonce.data(), nonce.size());
  for (std::size_t i = 0; i < sizeof version; ++i) {
    nonce[i] = static_cast<std::uint8_t>(version >> (8 * i));
  }
  std::uint8_t& next = nonce[sizeof version];
  next = static_cast<std::uint8_t>((next & ~kRootBit) | (sort == Sort::root ? kRootBit : 0));
  return status;
}

psa_status_t Seal::seal(const Nonce& nonce, Words words, std::span<std::uint8_t> bytes) const {
  const Authenticated authenticated = bytes_of(words);
  std::size_t length = 0;
  return psa_aead_encrypt(key_, kAlgorithm, nonce.data(), nonce.size(), authenticated.data(), authenticated.size(),
                          bytes.data(), bytes.size() - kTagSize, bytes.data(), bytes.size(), &length);
}

psa_status_t Seal::unseal(const Nonce& nonce, Words words, std::span<std::uint8_t> bytes) const {
  const Authenticated authenticated = bytes_of(words);
  std::size_t length = 0;
  return psa_aead_decrypt(key_, kAlgorithm, nonce.data(), nonce.size(), authenticated.data(), authenticated.size(),
                          bytes.data(), bytes.size(), bytes.data(), bytes.size() - kTagSize, &length);
}

}  // namespace postern::ps
