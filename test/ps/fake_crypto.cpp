// SPDX-License-Identifier: Apache-2.0

#include "fake_crypto.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "psa/crypto.h"
#include "tfm_builtin_key_ids.h"

namespace {

constexpr std::size_t kTag = 16;
using Bytes = std::span<const std::uint8_t>;

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

std::uint64_t absorb(std::uint64_t state, Bytes bytes) {
  for (const std::uint8_t byte : bytes) {
    state = mixed(state + byte + 1);
  }
  return mixed(state ^ bytes.size());
}

std::array<std::uint8_t, kTag> tag_of(Bytes nonce, Bytes words, Bytes cipher) {
  std::array<std::uint8_t, kTag> tag{};
  for (std::size_t i = 0; i < kTag; i += 8) {
    const std::uint64_t half = absorb(absorb(absorb(i + 77, nonce), words), cipher);
    for (std::size_t j = 0; j < 8; ++j) {
      tag.at(i + j) = static_cast<std::uint8_t>(half >> (8 * j));
    }
  }
  return tag;
}

void apply_stream(Bytes nonce, Bytes from, std::uint8_t* to) {
  std::uint64_t state = absorb(5, nonce);
  for (std::size_t i = 0; i < from.size(); ++i) {
    state = mixed(state + i + 1);
    to[i] = static_cast<std::uint8_t>(from[i] ^ (state >> 8U));
  }
}

}  // namespace

extern "C" {

psa_status_t psa_key_derivation_setup(psa_key_derivation_operation_t* /*operation*/, psa_algorithm_t /*algorithm*/) {
  return PSA_SUCCESS;
}

psa_status_t psa_key_derivation_input_key(psa_key_derivation_operation_t* /*operation*/, psa_key_derivation_step_t step,
                                          psa_key_id_t key) {
  if (step != PSA_KEY_DERIVATION_INPUT_SECRET || key != TFM_BUILTIN_KEY_ID_HUK) {
    throw std::logic_error("another key");
  }
  return crypto->has_device_key ? PSA_SUCCESS : PSA_ERROR_INVALID_HANDLE;
}

psa_status_t psa_key_derivation_input_bytes(psa_key_derivation_operation_t* /*operation*/,
                                            psa_key_derivation_step_t /*step*/, const std::uint8_t* /*data*/,
                                            std::size_t /*size*/) {
  return PSA_SUCCESS;
}

psa_status_t psa_key_derivation_output_key(const psa_key_attributes_t* /*attributes*/,
                                           psa_key_derivation_operation_t* /*operation*/, psa_key_id_t* key) {
  *key = 3;
  return PSA_SUCCESS;
}

psa_status_t psa_key_derivation_abort(psa_key_derivation_operation_t* /*operation*/) { return PSA_SUCCESS; }

psa_status_t psa_generate_random(std::uint8_t* output, std::size_t size) {
  if (!crypto->has_seed) {
    return PSA_ERROR_INSUFFICIENT_ENTROPY;
  }
  for (std::size_t i = 0; i < size; ++i) {
    crypto->state = crypto->is_random ? mixed(crypto->state + 1) : 0;
    output[i] = static_cast<std::uint8_t>(crypto->state >> 8U);
  }
  return PSA_SUCCESS;
}

psa_status_t psa_aead_encrypt(psa_key_id_t /*key*/, psa_algorithm_t /*algorithm*/, const std::uint8_t* nonce,
                              std::size_t nonce_size, const std::uint8_t* words, std::size_t words_size,
                              const std::uint8_t* plain, std::size_t plain_size, std::uint8_t* cipher,
                              std::size_t cipher_size, std::size_t* length) {
  const Bytes nonce_bytes(nonce, nonce_size);
  if (cipher_size < plain_size + kTag) {
    return PSA_ERROR_BUFFER_TOO_SMALL;
  }
  std::vector<std::uint8_t> message(plain, plain + plain_size);
  message.insert(message.end(), words, words + words_size);
  const auto [used, is_new] = crypto->sealed.try_emplace(std::string(nonce, nonce + nonce_size), message);
  if (!is_new && used->second != message) {
    throw std::runtime_error("a nonce is used twice");
  }
  apply_stream(nonce_bytes, Bytes(plain, plain_size), cipher);
  std::ranges::copy(tag_of(nonce_bytes, Bytes(words, words_size), Bytes(cipher, plain_size)), cipher + plain_size);
  *length = plain_size + kTag;
  return PSA_SUCCESS;
}

psa_status_t psa_aead_decrypt(psa_key_id_t /*key*/, psa_algorithm_t /*algorithm*/, const std::uint8_t* nonce,
                              std::size_t nonce_size, const std::uint8_t* words, std::size_t words_size,
                              const std::uint8_t* cipher, std::size_t cipher_size, std::uint8_t* plain,
                              std::size_t plain_size, std::size_t* length) {
  const Bytes nonce_bytes(nonce, nonce_size);
  if (cipher_size < kTag || plain_size < cipher_size - kTag) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const Bytes text(cipher, cipher_size - kTag);
  if (!std::ranges::equal(tag_of(nonce_bytes, Bytes(words, words_size), text), Bytes(cipher + text.size(), kTag))) {
    return PSA_ERROR_INVALID_SIGNATURE;
  }
  apply_stream(nonce_bytes, text, plain);
  *length = text.size();
  return PSA_SUCCESS;
}
}
