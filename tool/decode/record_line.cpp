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

constexpr std::string_view kRecord = "[ERR] panic: record ";
constexpr std::string_view kId = " id 0x";
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
  const std::size_t start = line.find(kRecord);
  if (start == std::string_view::npos) {
    return std::nullopt;
  }
  const std::vector<std::uint32_t> words = words_of(line.substr(start + kRecord.size()));
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

std::optional<Named> named_in(std::string_view line) {
  constexpr std::size_t kDigits = 8;
  const std::size_t id = line.find(kId);
  const std::size_t colon = line.substr(0, id).rfind(": ");
  if (!line.starts_with("[ERR] ") || id == std::string_view::npos || colon == std::string_view::npos) {
    return std::nullopt;
  }
  const auto number = word_of(line.substr(id + kId.size(), kDigits));
  if (!number) {
    return std::nullopt;
  }
  return Named{std::string(line.substr(colon + 2, id - colon - 2)), static_cast<std::int32_t>(*number)};
}

}  // namespace postern::decode
