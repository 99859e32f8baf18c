// SPDX-License-Identifier: Apache-2.0

#include "dispatcher.hpp"

#include <algorithm>

#include "functions.hpp"
#include "keys.hpp"

namespace postern::crypto {

namespace {

Operations operations;

/// Copies of all inputs, and behind them the outputs; zero between calls, because they may be secrets.
std::array<std::uint8_t, CRYPTO_IOVEC_BUFFER_SIZE> buffer;

/// The largest piece of a long input: its output can be larger by what an operation held back, which is less than a
/// block of the cipher.
constexpr std::size_t kPiece = (CRYPTO_IOVEC_BUFFER_SIZE - PSA_BLOCK_CIPHER_BLOCK_MAX_SIZE) / 2;
static_assert(CRYPTO_IOVEC_BUFFER_SIZE >= 256);

/// True if the message has the vectors of the function, and no others.
bool is_well_formed(const Function& function, const psa_msg_t& message) {
  const std::size_t request = message.in_size[kRequestVector];
  if (request < function.smallest_request || request > function.largest_request) {
    return false;
  }
  for (std::size_t i = kFirstInput + function.inputs; i < PSA_MAX_IOVEC; ++i) {
    if (message.in_size[i] != 0) {
      return false;
    }
  }
  for (std::size_t i = function.outputs; i < PSA_MAX_IOVEC; ++i) {
    if (message.out_size[i] != 0) {
      return false;
    }
  }
  return function.size_of_last == 0 || message.out_size[function.outputs - 1] == function.size_of_last;
}

/// Gives each vector its place in the buffer: inputs as they are, a long one in pieces, and outputs as large as they
/// may be. An output that is too large to fit gets its part of what remains. Returns the bytes in use, or more than
/// there are.
std::size_t place(const Function& function, const psa_msg_t& message, Call& call) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < function.inputs; ++i) {
    const std::size_t wanted = message.in_size[kFirstInput + i];
    const std::size_t size = function.has_long_input && i == 0 ? std::min(wanted, kPiece) : wanted;
    if (size > buffer.size() - used) {
      return buffer.size() + 1;
    }
    call.inputs[i] = {&buffer[0] + used, size, wanted};
    used += size;
  }
  for (std::size_t i = 0; i < function.outputs; ++i) {
    const std::size_t wanted = message.out_size[i];
    const std::size_t size = std::min(wanted, (buffer.size() - used) / (function.outputs - i));
    if (size < wanted && function.size_of_last != 0) {
      return buffer.size() + 1;
    }
    call.outputs[i] = {&buffer[0] + used, size, function.has_long_output ? wanted : 0};
    used += size;
  }
  return used;
}

/// Finds or opens the operation that the function works on.
psa_status_t find_operation(const Function& function, Call& call) {
  switch (static_cast<Life>(function.life)) {
    case TFM_CRYPTO_NONE: return PSA_SUCCESS;
    case TFM_CRYPTO_USES:
    case TFM_CRYPTO_CLOSES:
      call.operation = operations.find(call.client, function.state, call.handle());
      return call.operation == nullptr ? PSA_ERROR_BAD_STATE : PSA_SUCCESS;
    case TFM_CRYPTO_ABORTS:
      call.operation = operations.find(call.client, function.state, call.handle());
      return PSA_SUCCESS;
    case TFM_CRYPTO_CLONES:
      call.source = operations.find(call.client, function.state, call.key_word());
      if (call.source == nullptr) {
        return PSA_ERROR_BAD_STATE;
      }
      [[fallthrough]];
    case TFM_CRYPTO_OPENS:
      if (call.handle() != 0) {
        return PSA_ERROR_BAD_STATE;
      }
      call.operation = operations.open(call.client, function.state);
      return call.operation == nullptr ? PSA_ERROR_INSUFFICIENT_MEMORY : PSA_SUCCESS;
  }
  return PSA_ERROR_CORRUPTION_DETECTED;
}

/// Ends or keeps the operation. Returns what the client gets.
psa_status_t keep_operation(const Function& function, Call& call, psa_status_t status) {
  const auto life = static_cast<Life>(function.life);
  const bool opens = life == TFM_CRYPTO_OPENS || life == TFM_CRYPTO_CLONES;
  if (opens && status == PSA_SUCCESS) {
    return operations.handle_of(call.operation);
  }
  if (opens || life == TFM_CRYPTO_CLOSES) {
    operations.close(call.operation);
  }
  return status;
}

void read_vectors(const Function& function, const psa_msg_t& message, Call& call) {
  for (std::size_t i = function.has_long_input ? 1 : 0; i < function.inputs; ++i) {
    Vector& input = call.inputs[i];
    input.size = psa_read(message.handle, static_cast<std::uint32_t>(kFirstInput + i), input.base, input.size);
  }
}

void write_vectors(const Function& function, const psa_msg_t& message, const Call& call) {
  for (std::size_t i = function.has_long_output ? 1 : 0; i < function.outputs; ++i) {
    psa_write(message.handle, static_cast<std::uint32_t>(i), call.outputs[i].base, call.outputs[i].length);
  }
}

/// True if an output had less room here than at the client. A long one always has enough.
bool is_clipped(const Function& function, const psa_msg_t& message, const Call& call) {
  for (std::size_t i = function.has_long_output ? 1 : 0; i < function.outputs; ++i) {
    if (call.outputs[i].size < message.out_size[i]) {
      return true;
    }
  }
  return false;
}

/// True if the function would make a key that is not persistent, of a client that holds its share.
bool is_one_key_too_many(const Function& function, const Call& call) {
  return function.makes_key && PSA_KEY_LIFETIME_IS_VOLATILE(call.word_at(kBehind + kWord)) && keys.is_full(call.client);
}

/// Takes down the key that a call made or destroyed.
void account(const Function& function, const Call& call) {
  if (function.makes_key) {
    keys.add(call.client, call.key);
  } else if (&function == &kFunctions[TFM_CRYPTO_destroy_key] || &function == &kFunctions[TFM_CRYPTO_close_key]) {
    keys.remove(call.key_word());
  }
}

psa_status_t serve_with_vectors(const Function& function, const psa_msg_t& message, Call& call) {
  read_vectors(function, message, call);
  if (is_one_key_too_many(function, call)) {
    return PSA_ERROR_INSUFFICIENT_MEMORY;
  }
  psa_status_t status = function.serve(call);
  if (status == PSA_SUCCESS) {
    account(function, call);
    write_vectors(function, message, call);
  } else if (status == PSA_ERROR_BUFFER_TOO_SMALL && is_clipped(function, message, call)) {
    status = PSA_ERROR_INSUFFICIENT_MEMORY;
  }
  return status;
}

}  // namespace

const psa_key_attributes_t* read_attributes(Call& call) {
  psa_key_attributes_t& attributes = call.attributes;
  constexpr unsigned kHalf = 16;
  const std::uint32_t type_and_bits = call.next_word();
  const psa_key_lifetime_t lifetime = call.next_word();
  attributes = psa_key_attributes_init();
  psa_set_key_type(&attributes, static_cast<psa_key_type_t>(type_and_bits));
  psa_set_key_bits(&attributes, type_and_bits >> kHalf);
  psa_set_key_usage_flags(&attributes, call.next_word());
  psa_set_key_algorithm(&attributes, call.next_word());
  psa_set_key_enrollment_algorithm(&attributes, call.next_word());
  psa_set_key_id(&attributes, mbedtls_svc_key_id_make(call.client, call.next_word()));
  psa_set_key_lifetime(&attributes, lifetime);  // a key that is not persistent has no id
  mbedtls_set_key_owner_id(&attributes, call.client);
  return &attributes;
}

void store_word(std::uint32_t word, Vector& output) {
  constexpr unsigned kByte = 8;
  for (std::size_t i = 0; i < kWord; ++i) {
    output.base[output.length++] = static_cast<std::uint8_t>(word >> (kByte * i));
  }
}

void store_attributes(const psa_key_attributes_t& attributes, Vector& output) {
  constexpr unsigned kHalf = 16;
  store_word(psa_get_key_type(&attributes) | static_cast<std::uint32_t>(psa_get_key_bits(&attributes)) << kHalf,
             output);
  store_word(psa_get_key_lifetime(&attributes), output);
  store_word(psa_get_key_usage_flags(&attributes), output);
  store_word(psa_get_key_algorithm(&attributes), output);
  store_word(psa_get_key_enrollment_algorithm(&attributes), output);
  store_word(psa_get_key_id(&attributes).MBEDTLS_PRIVATE(key_id), output);
}

psa_status_t dispatch(const psa_msg_t& message) {
  const auto number = static_cast<std::size_t>(message.type);
  if (number >= kFunctions.size()) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  const Function& function = kFunctions[number];
  if (!is_well_formed(function, message)) {
    return PSA_ERROR_PROGRAMMER_ERROR;
  }
  Call call{};
  call.message = &message;
  call.client = message.client_id;
  call.behind = kBehind;
  call.request_size = psa_read(message.handle, kRequestVector, call.request.data(), message.in_size[kRequestVector]);
  const std::size_t used = place(function, message, call);
  if (used > buffer.size()) {
    return PSA_ERROR_INSUFFICIENT_MEMORY;
  }
  psa_status_t status = find_operation(function, call);
  if (status != PSA_SUCCESS) {
    return status;
  }
  if (function.life == TFM_CRYPTO_ABORTS) {
    if (call.operation != nullptr) {
      operations.close(call.operation);
    }
    return PSA_SUCCESS;
  }
  status = keep_operation(function, call, serve_with_vectors(function, message, call));
  std::fill_n(buffer.begin(), used, std::uint8_t{0});
  return status;
}

}  // namespace postern::crypto
