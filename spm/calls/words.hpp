// SPDX-License-Identifier: Apache-2.0

// Converts the words of a call to the types of the function that implements it: one adapter for both backends. The
// words are four registers of a trap, or the arguments of a C function. Used by ipc/enter.cpp and sfn/direct.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "spm/call.hpp"
#include "spm/caller.hpp"

namespace spm::calls {

using Words = std::array<std::uintptr_t, 4>;

/// A claim takes two words: address and length.
template <typename Parameter>
inline constexpr unsigned kWordsOf = std::is_same_v<Parameter, Claim> ? 2 : 1;

template <typename Parameter>
constexpr Parameter at(const Words& words, unsigned place) {
  return static_cast<Parameter>(words[place]);
}
template <>
constexpr Claim at(const Words& words, unsigned place) {
  return {words[place], words[place + 1]};
}

/// Adapts a function that implements a call. Its first parameter is the caller, as a Caller or a Partition&; the others
/// are made from words. A function without parameters does not depend on its caller.
template <auto function>
struct Adapted;

template <typename Result, Result (*function)()>
struct Adapted<function> {
  static constexpr unsigned kWords = 0;

  template <auto running>
  [[gnu::always_inline]] static Result make(const Words&) {
    return function();
  }
};

template <typename Result, typename Asker, typename... Parameters, Result (*function)(Asker, Parameters...)>
struct Adapted<function> {
  static constexpr unsigned kWords = (0 + ... + kWordsOf<Parameters>);
  static_assert(kWords <= std::tuple_size_v<Words>, "a call comes with four words at most");

  /// Makes the call for the partition that `running` returns.
  template <auto running>
  [[gnu::always_inline]] static Result make(const Words& words) {
    if constexpr (std::is_same_v<Asker, Caller>) {
      return make_for(secure_caller(running()), words);
    } else {
      return make_for(running(), words);
    }
  }
  [[gnu::always_inline]] static Result make_for(Asker asker, const Words& words) {
    const auto spread = [&]<std::size_t... index> [[gnu::always_inline]] (std::index_sequence<index...>) {
      return function(asker, at<Parameters>(words, kFirstWords[index])...);
    };
    return spread(std::index_sequence_for<Parameters...>{});
  }

 private:
  static constexpr auto kFirstWords = [] {
    std::array<unsigned, sizeof...(Parameters) + 1> first{0, kWordsOf<Parameters>...};
    for (std::size_t i = 1; i < first.size(); ++i) {
      first[i] += first[i - 1];
    }
    return first;
  }();
};

/// The number of parameters of a function of the PSA API.
template <typename Result, typename... Parameters>
consteval unsigned count_of_parameters(Result (*)(Parameters...)) {
  return sizeof...(Parameters);
}

/// True if number, API function and kernel function belong to one call: POSTERN_TRAP_SKIP to psa_skip and calls::skip,
/// for example. Only whole words count: psa_unmap_invec is not a `map_invec`.
consteval bool is_of_one_call(std::string_view number, std::string_view api, std::string_view function) {
  const auto is_same_letter = [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); };
  const auto is_part_of_api = [&](std::string_view word) {
    for (std::size_t first = 1; first + word.size() <= api.size(); ++first) {
      const std::size_t end = first + word.size();
      if (api[first - 1] == '_' && (end == api.size() || api[end] == '_') &&
          std::equal(api.begin() + first, api.begin() + end, word.begin(), is_same_letter)) {
        return true;
      }
    }
    return false;
  };
  constexpr std::string_view kPrefix = "POSTERN_TRAP_";
  return number.starts_with(kPrefix) && is_part_of_api(number.substr(kPrefix.size())) &&
         is_part_of_api(function.substr(function.rfind(':') + 1));
}

/// Checks a row of a table of calls: the kernel's `function` and `api` must belong to the number and take the same
/// words.
#define POSTERN_CHECK_CALL(number, api, count, function, ...)                                                    \
  static_assert(spm::calls::is_of_one_call(#number, #api, #function),                                            \
                "a row that mixes two calls: " #number " is not the number of " #api ", or " #function           \
                " does not do it");                                                                              \
  static_assert(spm::calls::count_of_parameters(api) == count && spm::calls::Adapted<function>::kWords == count, \
                #function " takes other words than " #api);

}  // namespace spm::calls
