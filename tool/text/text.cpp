// SPDX-License-Identifier: Apache-2.0

#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Characters that control a terminal or that it hides: controls, separators of lines and paragraphs, direction marks,
// characters of no width.
constexpr std::array<Range, 12> kUnseen{{{0x00, 0x1F},
                                         {0x7F, 0x9F},
                                         {0xAD, 0xAD},
                                         {0x61C, 0x61C},
                                         {0x180E, 0x180E},
                                         {0x200B, 0x200F},
                                         {0x2028, 0x202E},
                                         {0x2060, 0x206F},
                                         {0xFEFF, 0xFEFF},
                                         {0xFFF0, 0xFFFB},
                                         {0xFFFE, 0xFFFF},
                                         {0xE0000, 0xE0FFF}}};

// Combining characters, which a terminal shows over or under the character before them.
constexpr std::array<Range, 8> kCombining{{{0x300, 0x36F},
                                           {0x483, 0x489},
                                           {0x591, 0x5BD},
                                           {0x64B, 0x65F},
                                           {0x1AB0, 0x1AFF},
                                           {0x1DC0, 0x1DFF},
                                           {0x20D0, 0x20FF},
                                           {0xFE00, 0xFE2F}}};

// Characters of two columns: East Asian wide and full width, and emoji.
constexpr std::array<Range, 13> kWide{{{0x1100, 0x115F},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0x33FF},
                                       {0x3400, 0x4DBF},
                                       {0x4E00, 0x9FFF},
                                       {0xA000, 0xA4CF},
                                       {0xA960, 0xA97F},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};

template <std::size_t count>
bool is_in(const std::array<Range, count>& ranges, char32_t character) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [character](const Range& range) { return range.first <= character && character <= range.last; });
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1};
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
    return {};
  }
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) {
      return {};
    }
    value = value << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kLeast.at(length) || value > 0x10FFFF || is_surrogate) {
    return {};
  }
  return {value, length};
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    text.remove_prefix(first_code_point(text).bytes);
  }
  return count;
}

bool is_allowed_in_files(char32_t character) {
  if (character == '\t' || character == '\n' || character == '\r') {
    return true;
  }
  // The last two end a line in YAML 1.1 but not in an editor: positions would disagree.
  const bool is_line_end = character == 0x85 || character == 0x2028 || character == 0x2029;
  return character >= 0x20 && !(character >= 0x7F && character <= 0x9F) && !is_line_end && character != 0xFEFF &&
         character != 0xFFFE && character != 0xFFFF;
}

Shown show(std::string_view text, const CodePoint& character) {
  if (!character.value) {
    return {fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front())), 4};
  }
  const char32_t value = *character.value;
  if (is_in(kUnseen, value)) {
    std::string escape = value < 0x100     ? fmt::format("\\x{:02x}", static_cast<unsigned>(value))
                         : value < 0x10000 ? fmt::format("\\u{:04x}", static_cast<unsigned>(value))
                                           : fmt::format("\\U{:08x}", static_cast<unsigned>(value));
    const std::size_t columns = escape.size();
    return {std::move(escape), columns};
  }
  const std::size_t columns = is_in(kCombining, value) ? 0 : is_in(kWide, value) ? 2 : 1;
  return {std::string(text.substr(0, character.bytes)), columns};
}

std::string shown(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint character = first_code_point(text);
    out += show(text, character).text;
    text.remove_prefix(character.bytes);
  }
  return out;
}

std::string shown_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\n\t"), text.size());
    out += shown(text.substr(0, end));
    out += text.substr(end, 1);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace postern
