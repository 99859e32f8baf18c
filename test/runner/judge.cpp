// SPDX-License-Identifier: Apache-2.0

#include "judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "secure_log.hpp"
#include "system.hpp"

namespace postern::runner {

namespace {

constexpr std::size_t kMostLinesOfStory = 60;
constexpr std::size_t kLastLines = 15;
constexpr std::size_t kLastSecureLines = 5;
constexpr std::string_view kExpectPanic = "expect-panic ";
constexpr std::string_view kExpectLog = "expect-log ";
constexpr std::string_view kTally = "TALLY ";

std::string without_leading_spaces(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first);
}

/// The last lines, each after a mark.
std::string tail(const std::vector<std::string>& lines, std::size_t count, std::string_view mark = "  ") {
  std::string text;
  for (std::size_t i = lines.size() > count ? lines.size() - count : 0; i < lines.size(); ++i) {
    text += fmt::format("{}{}\n", mark, lines[i]);
  }
  return text;
}

/// Judges a run that ended early: all reported cases have passed, but the remaining ones are unknown.
void judge_ending(const Ending& ending, Verdict& verdict) {
  if (!ending.is_good && verdict.failed == 0) {
    verdict.failed = 1;
    verdict.report += "nothing failed, but the program ended abnormally: " + ending.what + "\n";
  }
}

Verdict no_tests(const std::vector<std::string>& lines, const Ending& ending) {
  return {0, 1, tail(lines, 20) + "it ran no test (" + ending.what + ")\n", ""};
}

}  // namespace

bool ImageRun::line(const std::string& line) {
  if (line.starts_with(kExpectPanic)) {
    panics_.push_back(without_leading_spaces(line.substr(kExpectPanic.size())));
  } else if (line.starts_with(kExpectLog)) {
    words_.push_back(line.substr(kExpectLog.size()));
  } else if (line.starts_with(kTally)) {
    notes_ += "    " + line.substr(kTally.size()) + "\n";
  }
  if (line.starts_with("ok ") || line.starts_with("FAILED")) {
    return story_ends(line);
  }
  if (!is_end(line)) {
    since_.push_back(line);
  }
  return true;
}

bool ImageRun::story_ends(const std::string& line) {
  if (line.starts_with("FAILED")) {
    auto secure = told_lines(secure_log_, program_);
    secure.erase(secure.begin(), secure.begin() + static_cast<std::ptrdiff_t>(std::min(secure_seen_, secure.size())));
    failures_ += tail(since_, kMostLinesOfStory) + tail(secure, kMostLinesOfStory, "  secure log: ") + line + "\n";
    secure_seen_ += secure.size();
  }
  since_.clear();
  return ended_.insert(line).second;
}

bool ImageRun::is_end(const std::string& line) {
  const std::string begin = "END " + image_ + " ";
  unsigned cases = 0;
  unsigned bad = 0;
  if (!line.starts_with(begin) || std::sscanf(line.c_str() + begin.size(), "%u cases %u failed", &cases, &bad) != 2) {
    return false;
  }
  has_end_ = true;
  cases_ = cases;
  bad_ = bad;
  return true;
}

std::string ImageRun::last_lines() const {
  return tail(since_, kLastLines) + tail(told_lines(secure_log_, program_), kLastSecureLines, "  secure log: ") +
         tail(lines_of(secure_log_ + kEmulatorLog), kLastSecureLines, "  emulator: ");
}

Verdict ImageRun::verdict(const Ending& ending) const {
  if (!has_end_ || cases_ == 0 || (!ending.is_good && bad_ == 0)) {
    const char* const what = has_end_ && cases_ == 0 ? "it told no story" : "it did not come to its end";
    return {0, 1, fmt::format("{}{}{} ({})\n", failures_, last_lines(), what, ending.what), notes_};
  }
  const auto log = told_lines(secure_log_, program_);
  const std::string panics = compare_panics(panics_, log);
  const std::string words = compare_lines(words_, log);
  const unsigned bad = bad_ + (panics.empty() ? 0 : 1) + (words.empty() ? 0 : 1);
  return {cases_ > bad ? cases_ - bad : 0, bad, failures_ + panics + words, notes_};
}

Verdict judge_google(const std::vector<std::string>& lines, const Ending& ending) {
  Verdict verdict;
  unsigned ran = 0;
  std::vector<std::string> since;
  for (const std::string& line : lines) {
    std::sscanf(line.c_str(), "[==========] %u test", &ran);
    std::sscanf(line.c_str(), "[  PASSED  ] %u test", &verdict.passed);
    if (line.starts_with("[ RUN      ]")) {
      since.clear();
    } else if (line.starts_with("[  FAILED  ]") && !since.empty()) {
      verdict.report += tail(since, kMostLinesOfStory) + line + "\n";
      since.clear();
    } else {
      since.push_back(line);
    }
    if (line.find(" states, ") != std::string::npos) {
      verdict.notes += "    " + line + "\n";
    }
  }
  const bool came_to_its_end = std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.starts_with("[==========] ") && line.find(" ran. (") != std::string::npos;
  });
  if (!came_to_its_end || ran == 0) {
    return no_tests(lines, ending);
  }
  verdict.failed = ran - verdict.passed;
  judge_ending(ending, verdict);
  return verdict;
}

Verdict judge_script(const std::vector<std::string>& lines, const Ending& ending) {
  Verdict verdict;
  for (const std::string& line : lines) {
    if (line.starts_with("ok ")) {
      ++verdict.passed;
    } else if (line.starts_with("skipped ")) {
      verdict.notes += "    " + line + "\n";
    } else {
      verdict.failed += line.starts_with("FAILED ") ? 1 : 0;
      verdict.report += line + "\n";
    }
  }
  if (verdict.passed + verdict.failed == 0) {
    return no_tests(lines, ending);
  }
  if (verdict.failed == 0 && ending.is_good) {
    verdict.report.clear();
  }
  judge_ending(ending, verdict);
  return verdict;
}

}  // namespace postern::runner
