// SPDX-License-Identifier: Apache-2.0

// Words in messages: whether one is a C identifier, which known word was probably meant, how a list is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern {

using Words = std::vector<std::string>;

[[nodiscard]] bool is_keyword(std::string_view word);
/// Letters, digits and underscore, not beginning with a digit; not a keyword of C or C++.
[[nodiscard]] bool is_identifier(std::string_view word);
[[nodiscard]] std::string lower_case(std::string_view word);
[[nodiscard]] std::string upper_case(std::string_view word);
/// The list as text: `a`, `b` and `c`.
[[nodiscard]] std::string listed(const Words& words, std::string_view conjunction = "and");
/// The candidate of which `word` is a plausible misspelling, with at most `most_edits` of them, or an empty string.
[[nodiscard]] std::string nearest(std::string_view word, const Words& candidates, std::size_t most_edits = 99);
/// "did you mean `x`?" when there is a plausible candidate, else "valid: `a` and `b`".
[[nodiscard]] std::string advice(std::string_view word, const Words& candidates);
/// All valid words, and the plausible candidate if there is one.
[[nodiscard]] std::string full_advice(std::string_view word, const Words& candidates);

template <typename Map>
Words keys_of(const Map& map) {
  Words keys;
  for (const auto& [key, ignored] : map) {
    keys.push_back(key);
  }
  return keys;
}

}  // namespace postern
