// SPDX-License-Identifier: Apache-2.0

#include "decode/record_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace postern::decode {

namespace {

constexpr std::string_view kRecord = "[ERR] record ";
constexpr int kHexadecimal = 16;

std::optional<std::uint32_t> word_of(std::string_view digits) {
  std::uint32_t word = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), word, kHexadecimal);
  const bool is_whole = error == std::errc() && end == digits.data() + digits.size();
  return is_whole ? std::optional(word) : std::nullopt;
}

std::vector<std::uint32_t> words_of(std::string_view text) {
  std::vector<std::uint32_t> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \r\n"), text.size());
    if (end != 0) {
      const auto word = word_of(text.substr(0, end));
      if (!word) {
        throw std::runtime_error("a panic record has something else than words in hexadecimal");
      }
      words.push_back(*word);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

std::optional<encoding::PanicRecord> record_in(std::string_view line) {
  if (!line.starts_with(kRecord)) {
    return std::nullopt;
  }
  const std::vector<std::uint32_t> words = words_of(line.substr(kRecord.size()));
  constexpr std::array kKnown{encoding::PanicRecord::kValid, encoding::PanicRecord::kReported,
                              encoding::PanicRecord::kRestarted};
  if (words.empty() || std::find(kKnown.begin(), kKnown.end(), words[0]) == kKnown.end()) {
    throw std::runtime_error("a panic record is from another version of Postern");
  }
  if (words.size() != encoding::kPanicRecordWords) {
    throw std::runtime_error("a panic record is not complete");
  }
  encoding::PanicRecord record;
  std::memcpy(&record, words.data(), sizeof record);
  return record;
}

}  // namespace postern::decode
