// UTF-8 text of inputs: code points, how wide they stand on a terminal, and how they are shown there.
//
// Text of an input never reaches a terminal raw: an escape sequence in a manifest could hide an error, or write another
// one. Control characters, characters that change the direction or have no width of their own, and bytes that are no
// UTF-8 are shown as escapes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postern {

struct CodePoint {
  std::optional<char32_t> value;  // nothing: a byte that begins no character of UTF-8
  std::size_t bytes = 1;
};

/// The first character of a text that is not empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);
/// How many there are; a byte that is no UTF-8 counts as one.
[[nodiscard]] std::size_t count_code_points(std::string_view text);
/// What a file may hold: printable characters, space, tab and line ends.
[[nodiscard]] bool is_allowed_in_files(char32_t character);

struct Shown {
  std::string text;
  std::size_t columns;  // of a terminal
};

/// The first character, as it may be printed. A tab is an escape too.
[[nodiscard]] Shown show(std::string_view text, const CodePoint& character);
/// All of it.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace postern
