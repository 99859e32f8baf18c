// Small questions about words: is it a C identifier, which known word was probably meant, how is a list said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern {

using Words = std::vector<std::string>;

[[nodiscard]] bool is_keyword(std::string_view word);
/// Letters, digits and underscore, not beginning with a digit, and no keyword of C or C++.
[[nodiscard]] bool is_identifier(std::string_view word);
[[nodiscard]] std::string lower_case(std::string_view word);
[[nodiscard]] std::string upper_case(std::string_view word);
/// `a`, `b` and `c`
[[nodiscard]] std::string said(const Words& words, std::string_view conjunction = "and");
/// The candidate that is a plausible misspelling of `word`, or an empty string.
[[nodiscard]] std::string nearest(std::string_view word, const Words& candidates);
/// "did you mean `x`?" when there is a plausible candidate, else "valid are `a` and `b`".
[[nodiscard]] std::string advice(std::string_view word, const Words& candidates);
/// Both: the plausible candidate if there is one, and all valid ones.
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
