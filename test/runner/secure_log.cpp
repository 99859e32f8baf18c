// SPDX-License-Identifier: Apache-2.0

#include "secure_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "decode/log_words.hpp"
#include "elf/object.hpp"

namespace postern::runner {

namespace {

constexpr std::string_view kRestarted = "[ERR] restarted after a panic: ";
constexpr std::string_view kPanic = "[ERR] panic:";
constexpr std::size_t kMostDifferences = 10;

bool is_hexadecimal(const std::string& word) {
  return word.starts_with("0x") && word.size() > 2 &&
         word.find_first_not_of("0123456789ABCDEF", 2) == std::string::npos;
}

bool is_register(const std::string& word) {
  constexpr std::array names = {"at", "CFSR", "HFSR", "SFSR", "MMFAR", "BFAR", "SFAR"};
  return std::find(names.begin(), names.end(), word) != names.end();
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  return words;
}

/// at 0x12 CFSR 0x0 -> " at=0x12 CFSR=0x0"
std::string registers_of(const std::vector<std::string>& words, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) {
    text += " " + words[i];
    if (is_register(words[i]) && i + 1 < words.size() && is_hexadecimal(words[i + 1])) {
      text += "=" + words[++i];
    }
  }
  return text;
}

/// Reads WHO id 0x12 broke RULE in API; WHO id 0x12 fault at 0x... ; WHO id 0x12 stack overflow CFSR 0x... Any other
/// text is returned whole.
std::string record_of(const std::string& text) {
  const std::size_t id = text.rfind(" id 0x");
  if (id == std::string::npos) {
    return text;
  }
  const std::string who = text.substr(0, id);
  const auto words = words_of(text.substr(id));  // id, number, what
  if (words.size() > 4 && words[2] == "broke" && words[4] == "in") {
    return who + " " + words[3];
  }
  if (words.size() > 3 && words[2] == "stack" && words[3] == "overflow") {
    return who + " FAULT OVERFLOW" + registers_of(words, 4);
  }
  if (words.size() > 2 && (words[2] == "fault" || words[2] == "fault:")) {
    return who + " FAULT" + registers_of(words, 3);
  }
  return text;
}

bool is_as_announced(const std::string& announced, const std::string& recorded) {
  const std::size_t fault = (announced + " ").find(" FAULT ");
  if (fault == std::string::npos) {
    return announced == recorded;
  }
  if (!(recorded + " ").starts_with(announced.substr(0, fault) + " FAULT ")) {
    return false;
  }
  const auto has = words_of(recorded.substr(fault));
  const auto wanted = words_of(announced.substr(fault));
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const std::string& word) { return std::find(has.begin(), has.end(), word) != has.end(); });
}

std::string nth(const std::vector<std::string>& lines, std::size_t index) {
  return index < lines.size() ? lines[index] : "(nothing)";
}

}  // namespace

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    std::erase(line, '\r');
    lines.push_back(line);
  }
  return lines;
}

decode::Names names_in(const std::string& program) {
  try {
    return decode::Names(program);
  } catch (const elf::Unreadable&) {
    return decode::Names(std::map<std::int32_t, std::string>{});  // a program without the SPM
  }
}

std::vector<std::string> told_lines(const std::string& file, const std::string& program) {
  decode::LogWords words(names_in(program));
  std::vector<std::string> lines;
  for (const std::string& line : lines_of(file)) {
    try {
      const auto told = words.tell(line).lines;
      lines.insert(lines.end(), told.begin(), told.end());
    } catch (const std::runtime_error&) {
      lines.push_back(line);  // of a record that is not complete yet
    }
  }
  if (const auto rest = words.rest(); rest) {
    lines.push_back(*rest);
  }
  return lines;
}

std::vector<std::string> recorded_panics(const std::vector<std::string>& log) {
  std::vector<std::string> records;
  for (const std::string& line : log) {
    if (line.starts_with(kRestarted)) {
      records.push_back(record_of(line.substr(kRestarted.size())));
    }
  }
  return records;
}

std::string compare_panics(const std::vector<std::string>& announced, const std::vector<std::string>& log) {
  const auto recorded = recorded_panics(log);
  std::string text;
  if (announced.size() != recorded.size()) {
    text += fmt::format("{} panics announced, {} recorded\n", announced.size(), recorded.size());
  }
  std::size_t differences = 0;
  for (std::size_t i = 0; i < std::max(announced.size(), recorded.size()) && differences < kMostDifferences; ++i) {
    if (i >= announced.size() || i >= recorded.size() || !is_as_announced(announced[i], recorded[i])) {
      text += fmt::format("panic {} announced: {}\n  recorded on the secure log: {}\n", i + 1, nth(announced, i),
                          nth(recorded, i));
      ++differences;
    }
  }
  return text;
}

std::string compare_lines(const std::vector<std::string>& announced, const std::vector<std::string>& log) {
  if (announced.empty()) {
    return "";
  }
  std::vector<std::string> others;
  std::copy_if(log.begin(), log.end(), std::back_inserter(others),
               [](const std::string& line) { return !line.starts_with(kPanic) && !line.starts_with(kRestarted); });
  std::string text;
  std::size_t differences = 0;
  for (std::size_t i = 0; i < std::max(announced.size(), others.size()) && differences < kMostDifferences; ++i) {
    if (nth(announced, i) != nth(others, i)) {
      text += fmt::format("line {} announced: {}\n  on the secure log: {}\n", i + 1, nth(announced, i), nth(others, i));
      ++differences;
    }
  }
  return text;
}

}  // namespace postern::runner
