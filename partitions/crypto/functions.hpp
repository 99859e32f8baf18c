// SPDX-License-Identifier: Apache-2.0

// The table of tfm_crypto_defs.h as the service has it: what a call of each function must look like, which the
// dispatcher checks, and the function that takes the arguments out of the call and makes the library's call. Both are
// made from the kinds of a function's arguments, so a function cannot read what was not checked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "builtin_key.hpp"
#include "call.hpp"
#include "pieces.hpp"

namespace postern::crypto {

using Argument = tfm_crypto_argument;
using Life = tfm_crypto_life;

struct Function {
  psa_status_t (*serve)(Call& call);
  State state;
  std::uint8_t life;
  std::uint8_t smallest_request;
  std::uint8_t largest_request;
  std::uint8_t inputs;
  std::uint8_t outputs;
  std::uint8_t size_of_last;  // of the last output, if that has a fixed size; otherwise 0
  bool has_long_input;        // the first one
  bool has_long_output;       // the only one
  bool makes_key;             // from attributes
};

/// Bytes of a kind behind a request.
consteval std::size_t inline_size(Argument kind) {
  return kind == TFM_CRYPTO_ATTRIBUTES                            ? TFM_CRYPTO_ATTRIBUTES_SIZE
         : kind == TFM_CRYPTO_NUMBER64                            ? 2 * kWord
         : kind == TFM_CRYPTO_NUMBER || kind == TFM_CRYPTO_CUSTOM ? kWord
                                                                  : 0;
}

/// The size of an output that has a fixed one.
consteval std::size_t output_size(Argument kind) {
  return kind == TFM_CRYPTO_ATTRIBUTES_OUT                             ? TFM_CRYPTO_ATTRIBUTES_SIZE
         : kind == TFM_CRYPTO_KEY_OUT || kind == TFM_CRYPTO_NUMBER_OUT ? kWord
                                                                       : 0;
}

consteval bool is_long_output(Argument kind) { return kind == TFM_CRYPTO_LONG_OUTPUT || kind == TFM_CRYPTO_FILLED; }

consteval bool is_input(Argument kind) { return kind == TFM_CRYPTO_INPUT || kind == TFM_CRYPTO_LONG_INPUT; }

consteval bool is_output(Argument kind) {
  return kind == TFM_CRYPTO_OUTPUT || is_long_output(kind) || output_size(kind) != 0;
}

template <Argument... kinds>
consteval Function described(State state, Life life, psa_status_t (*serve)(Call&)) {
  constexpr std::size_t behind = (inline_size(kinds) + ... + 0);
  constexpr bool has_nonce = ((kinds == TFM_CRYPTO_NONCE) || ...);
  constexpr std::size_t ins = (std::size_t{is_input(kinds)} + ... + 0);
  constexpr std::size_t outs = (std::size_t{is_output(kinds)} + ... + 0);
  constexpr bool has_long_input = ((kinds == TFM_CRYPTO_LONG_INPUT) || ...);
  constexpr bool has_long_output = (is_long_output(kinds) || ...);
  static_assert(!has_long_output || outs == 1);
  static_assert(ins + outs <= kMaxVectors && behind <= TFM_CRYPTO_INLINE_SIZE && !(has_nonce && behind != 0));
  Function function{};
  function.serve = serve;
  function.state = state;
  function.life = static_cast<std::uint8_t>(life);
  function.smallest_request = static_cast<std::uint8_t>(kBehind + behind);
  function.largest_request = static_cast<std::uint8_t>(kBehind + (has_nonce ? TFM_CRYPTO_INLINE_SIZE : behind));
  function.inputs = static_cast<std::uint8_t>(ins);
  function.outputs = static_cast<std::uint8_t>(outs);
  function.size_of_last = static_cast<std::uint8_t>((output_size(kinds) + ... + 0));
  function.has_long_input = has_long_input;
  function.has_long_output = has_long_output;
  function.makes_key = ((kinds == TFM_CRYPTO_ATTRIBUTES) || ...) && ((kinds == TFM_CRYPTO_KEY_OUT) || ...);
  return function;
}

template <State state>
auto* operation_of(Operation* operation) {
  if constexpr (state == State::hash) {
    return &operation->hash;
  } else if constexpr (state == State::mac) {
    return &operation->mac;
  } else if constexpr (state == State::cipher) {
    return &operation->cipher;
  } else if constexpr (state == State::aead) {
    return &operation->aead;
  } else {
    return &operation->key_derivation;
  }
}

/// The attributes behind a request. Whatever id a client states, the key is its own.
const psa_key_attributes_t* read_attributes(Call& call);
void store_attributes(const psa_key_attributes_t& attributes, Vector& output);
void store_word(std::uint32_t word, Vector& output);

/// The arguments of one kind, taken out of the call.
template <State state, Argument kind>
auto take(Call& call) {
  if constexpr (kind == TFM_CRYPTO_OPERATION || kind == TFM_CRYPTO_CONST_OPERATION) {
    return std::tuple{operation_of<state>(call.operation)};
  } else if constexpr (kind == TFM_CRYPTO_SOURCE) {
    return std::tuple{operation_of<state>(call.source)};
  } else if constexpr (kind == TFM_CRYPTO_KEY) {
    return std::tuple{key_of(call.client, call.key_word())};
  } else if constexpr (kind == TFM_CRYPTO_ALGORITHM) {
    return std::tuple{call.algorithm()};
  } else if constexpr (kind == TFM_CRYPTO_STEP) {
    return std::tuple{static_cast<psa_key_derivation_step_t>(call.step())};
  } else if constexpr (kind == TFM_CRYPTO_NUMBER) {
    return std::tuple{std::size_t{call.next_word()}};
  } else if constexpr (kind == TFM_CRYPTO_NUMBER64) {
    const std::uint64_t low = call.next_word();
    return std::tuple{std::uint64_t{call.next_word()} << 32U | low};
  } else if constexpr (kind == TFM_CRYPTO_ATTRIBUTES) {
    return std::tuple{read_attributes(call)};
  } else if constexpr (kind == TFM_CRYPTO_CUSTOM) {
    call.custom.flags = call.next_word();
    return std::tuple{static_cast<const psa_custom_key_parameters_t*>(&call.custom)};
  } else if constexpr (kind == TFM_CRYPTO_NONCE) {
    return std::tuple{static_cast<const std::uint8_t*>(&call.request[kBehind]), call.request_size - kBehind};
  } else if constexpr (kind == TFM_CRYPTO_INPUT) {
    const Vector& input = call.inputs[call.next_input++];
    return std::tuple{static_cast<const std::uint8_t*>(input.base), input.size};
  } else if constexpr (kind == TFM_CRYPTO_OUTPUT) {
    Vector& output = call.outputs[call.next_output++];
    return std::tuple{output.base, output.size, &output.length};
  } else if constexpr (kind == TFM_CRYPTO_LONG_INPUT) {
    ++call.next_input;
    return std::tuple{LongInput{&call}};
  } else if constexpr (is_long_output(kind)) {
    return std::tuple{LongOutput{&call}};
  } else if constexpr (kind == TFM_CRYPTO_ATTRIBUTES_OUT) {
    return std::tuple{&call.attributes};
  } else if constexpr (kind == TFM_CRYPTO_KEY_OUT) {
    return std::tuple{&call.key};
  } else if constexpr (kind == TFM_CRYPTO_NUMBER_OUT) {
    return std::tuple{&call.number};
  } else {
    return std::tuple{};
  }
}

/// Puts what the library returned by address into the last output.
template <Argument kind>
void give(Call& call) {
  if constexpr (kind == TFM_CRYPTO_ATTRIBUTES_OUT) {
    store_attributes(call.attributes, call.outputs[call.next_output]);
  } else if constexpr (kind == TFM_CRYPTO_KEY_OUT) {
    store_word(call.key.MBEDTLS_PRIVATE(key_id), call.outputs[call.next_output]);
  } else if constexpr (kind == TFM_CRYPTO_NUMBER_OUT) {
    store_word(static_cast<std::uint32_t>(call.number), call.outputs[call.next_output]);
  }
}

template <auto function, State state, Argument... kinds>
psa_status_t serve(Call& call) {
  // Braces: the arguments are taken in their order.
  const auto arguments = std::tuple<decltype(take<state, kinds>(call))...>{take<state, kinds>(call)...};
  const psa_status_t status =
      std::apply([](const auto&... each) { return std::apply(function, std::tuple_cat(each...)); }, arguments);
  if (status == PSA_SUCCESS) {
    (give<kinds>(call), ...);
  }
  return status;
}

inline psa_status_t serve_missing(Call& /*call*/) { return PSA_ERROR_NOT_SUPPORTED; }

/// The kinds by the names that they have in the table.
namespace kind {
inline constexpr Argument NOTHING = TFM_CRYPTO_NOTHING;
inline constexpr Argument OPERATION = TFM_CRYPTO_OPERATION;
inline constexpr Argument CONST_OPERATION = TFM_CRYPTO_CONST_OPERATION;
inline constexpr Argument SOURCE = TFM_CRYPTO_SOURCE;
inline constexpr Argument KEY = TFM_CRYPTO_KEY;
inline constexpr Argument ALGORITHM = TFM_CRYPTO_ALGORITHM;
inline constexpr Argument STEP = TFM_CRYPTO_STEP;
inline constexpr Argument NUMBER = TFM_CRYPTO_NUMBER;
inline constexpr Argument NUMBER64 = TFM_CRYPTO_NUMBER64;
inline constexpr Argument ATTRIBUTES = TFM_CRYPTO_ATTRIBUTES;
inline constexpr Argument CUSTOM = TFM_CRYPTO_CUSTOM;
inline constexpr Argument NONCE = TFM_CRYPTO_NONCE;
inline constexpr Argument INPUT = TFM_CRYPTO_INPUT;
inline constexpr Argument LONG_INPUT = TFM_CRYPTO_LONG_INPUT;
inline constexpr Argument OUTPUT = TFM_CRYPTO_OUTPUT;
inline constexpr Argument LONG_OUTPUT = TFM_CRYPTO_LONG_OUTPUT;
inline constexpr Argument FILLED = TFM_CRYPTO_FILLED;
inline constexpr Argument ATTRIBUTES_OUT = TFM_CRYPTO_ATTRIBUTES_OUT;
inline constexpr Argument KEY_OUT = TFM_CRYPTO_KEY_OUT;
inline constexpr Argument NUMBER_OUT = TFM_CRYPTO_NUMBER_OUT;
}  // namespace kind

inline constexpr std::array<Function, TFM_CRYPTO_FUNCTION_COUNT> kFunctions = [] {
  using namespace kind;  // NOLINT(google-build-using-namespace)
#define POSTERN_FUNCTION(name, state, life, ...) \
  described<__VA_ARGS__>(State::state, TFM_CRYPTO_##life, serve<psa_##name, State::state, __VA_ARGS__>),
#define POSTERN_MISSING(name, state, life, ...) described<__VA_ARGS__>(State::state, TFM_CRYPTO_##life, serve_missing),
  return std::array<Function, TFM_CRYPTO_FUNCTION_COUNT>{TFM_CRYPTO_FUNCTIONS(POSTERN_FUNCTION, POSTERN_MISSING)};
#undef POSTERN_FUNCTION
#undef POSTERN_MISSING
}();

}  // namespace postern::crypto
