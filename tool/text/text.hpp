// SPDX-License-Identifier: Apache-2.0

// UTF-8 text of inputs: code points, their width on a terminal, and how they are printed.
//
// Text of an input never reaches a terminal raw: an escape sequence in a manifest could hide an error, or forge one.
// Control characters, characters that change the direction or have no width, and bytes that are not UTF-8 are printed
// as escapes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postern {

struct CodePoint {
  std::optional<char32_t> value;  // empty: the byte begins no UTF-8 character
  std::size_t bytes = 1;
};

/// The first character of a text, which must not be empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);
/// The number of characters; a byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t count_code_points(std::string_view text);
/// Whether a file may contain it: printable characters, space, tab and line ends.
[[nodiscard]] bool is_allowed_in_files(char32_t character);

struct Shown {
  std::string text;
  std::size_t columns;  // on a terminal
};

/// The first character in printable form. A tab is escaped too.
[[nodiscard]] Shown show(std::string_view text, const CodePoint& character);
/// The whole text in printable form.
[[nodiscard]] std::string shown(std::string_view text);
/// The same for a text of several lines: its line ends and tabs stay.
[[nodiscard]] std::string shown_lines(std::string_view text);

}  // namespace postern
