// SPDX-License-Identifier: Apache-2.0

// The formatter of partitions, compared with that of the C library: every flag, width, precision and size with each
// other.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "tfm_log_unpriv.h"

namespace {

std::string logged;

template <typename... Arguments>
std::string printed(const char* format, Arguments... arguments) {
  std::array<char, 256> text{};
  (void)std::snprintf(text.data(), text.size(), format, arguments...);
  return text.data();
}

template <typename... Arguments>
void expect_same(const std::string& format, Arguments... arguments) {
  logged.clear();
  tfm_log_unpriv(format.c_str(), arguments...);
  EXPECT_EQ(logged, printed(format.c_str(), arguments...)) << format;
}

constexpr std::array kFlags{"", "-", "0", "+", " ", "#", "-0", "+0", "-+", "#0", "#-", " 0", "+ "};
constexpr std::array kWidths{"", "1", "6", "12"};
constexpr std::array kPrecisions{"", ".", ".0", ".3", ".9"};
constexpr std::array<std::int64_t, 15> kValues{0,         1,          -1,         7,         42,
                                               -128,      255,        65535,      -32768,    2147483647,
                                               INT32_MIN, 4294967296, 5000000000, INT64_MIN, 0x1122334455667788};

template <typename Action>
void for_each_field(Action action) {
  for (const std::string flag : kFlags) {
    for (const std::string width : kWidths) {
      for (const std::string precision : kPrecisions) {
        action("%" + flag + width + precision);
      }
    }
  }
}

}  // namespace

extern "C" std::size_t tfm_log_unpriv_piece(const char* text, std::size_t length) {
  constexpr std::size_t kPiece = 16;
  const std::size_t taken = std::min(length, kPiece);
  logged.append(text, taken);
  return taken;
}

TEST(log_format, integers_are_those_of_printf) {  // EXT-2
  for_each_field([](const std::string& field) {
    for (const char conversion : std::string("diuxXo")) {
      for (const std::int64_t value : kValues) {
        const std::string end = std::string(1, conversion) + "| %d";
        for (const char* size : {"hh", "h", ""}) {
          expect_same(field + size + end, static_cast<int>(value), 34);
        }
        for (const char* size : {"l", "z", "t", "j", "ll", "q"}) {
          expect_same(field + size + end, value, 34);
        }
      }
    }
  });
}

TEST(log_format, texts_and_characters_are_those_of_printf) {  // EXT-2
  for (const std::string flag : {"", "-"}) {
    for (const std::string width : kWidths) {
      for (const std::string precision : kPrecisions) {
        for (const char* text : {"", "ab", "abcdef"}) {
          expect_same("<%" + flag + width + precision + "s> %d", text, 34);
        }
      }
      expect_same("<%" + flag + width + "c> %s", 'x', "text");
    }
  }
}

TEST(log_format, widths_and_precisions_can_be_arguments) {  // EXT-2
  expect_same("%*d|%-*d|%.*d|%*s|%.*s", 7, 3, 7, 3, 4, 3, 6, "ab", 1, "ab");
  expect_same("%*d|%.*s|", -7, 3, -1, "ab");
  expect_same("100%% %p", reinterpret_cast<void*>(0x1234));
}

TEST(log_format, what_is_not_printed_shifts_nothing) {  // EXT-2
  int count = 5;
  logged.clear();
  tfm_log_unpriv("<%n> %d %s", &count, 34, "text");
  EXPECT_EQ(logged, "<> 34 text");
  EXPECT_EQ(count, 5);
  for (const char conversion : std::string("aAeEfFgG")) {
    logged.clear();
    tfm_log_unpriv((std::string("<%8.3") + conversion + "> %d %s").c_str(), 1.5, 34, "text");
    EXPECT_EQ(logged, "<?> 34 text") << conversion;
  }
}

TEST(log_format, a_format_that_ends_early_ends_the_text) {  // EXT-2
  for (const char* format : {"text%", "text%-08", "text%.", "text%l"}) {
    logged.clear();
    tfm_log_unpriv(format, 34);
    EXPECT_EQ(logged, "text");
  }
}
