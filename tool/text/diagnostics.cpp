// SPDX-License-Identifier: Apache-2.0

#include "text/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "text/text.hpp"

namespace postern {

namespace {

constexpr std::size_t kMostShown = 100;     // diagnostics of one run; more are of no use
constexpr unsigned kWindow = 160;           // characters of a source line
constexpr unsigned kBeforeCaret = 60;       // of them before the caret, if the line is longer
constexpr std::size_t kLongestQuote = 300;  // bytes of a value that a message quotes

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

// Shortens quoted values: an input may hold a long one.
std::string shortened(std::string whole) {
  if (whole.size() <= kLongestQuote) {
    return whole;
  }
  std::string_view message = whole;
  std::string out;
  while (!message.empty()) {
    const std::size_t open = std::min(message.find('`'), message.size());
    const std::size_t close = message.find('`', std::min(open + 1, message.size()));
    if (close == std::string_view::npos) {
      break;
    }
    std::string_view quote = message.substr(open + 1, close - open - 1);
    out.append(message.substr(0, open + 1));
    out.append(quote.substr(0, kLongestQuote)).append(quote.size() > kLongestQuote ? "...`" : "`");
    message.remove_prefix(close + 1);
  }
  return out.append(message);
}

struct Excerpt {
  std::string line;
  std::string caret;
};

// Tabs of the source line are repeated below it, so that the caret is in its column whatever the width of a tab. Every
// other character becomes as many spaces as it takes columns.
Excerpt excerpt(std::string_view line, const Position& at) {
  const bool is_long = line.size() > kWindow && count_code_points(line) > kWindow;
  const unsigned first = is_long && at.column > kBeforeCaret ? at.column - kBeforeCaret : 1;
  Excerpt out;
  out.line = out.caret = first > 1 ? "..." : "";
  std::fill(out.caret.begin(), out.caret.end(), ' ');
  unsigned column = 1;
  for (; !line.empty() && column < first + kWindow; ++column) {
    const CodePoint character = first_code_point(line);
    if (column >= first) {
      const bool is_tab = line.front() == '\t';
      const Shown seen = show(line, character);
      out.line += is_tab ? "\t" : seen.text;
      if (column < at.column) {
        out.caret += is_tab ? "\t" : std::string(seen.columns, ' ');
      } else if (column == at.column) {
        out.caret += "^" + std::string(seen.columns > 1 && !is_tab ? seen.columns - 1 : 0, '~');
      } else if (column - at.column < at.length) {
        out.caret += std::string(is_tab ? 1 : seen.columns, '~');
      }
    }
    line.remove_prefix(character.bytes);
  }
  out.line += line.empty() ? "" : "...";
  if (column <= at.column) {
    out.caret += std::string(std::min(at.column - column, kWindow), ' ') + "^";
  }
  return out;
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

unsigned Diagnostics::error_count() const { return errors_; }

void Diagnostics::add(Severity severity, Position at, std::string message) {
  errors_ += severity == Severity::error ? 1 : 0;
  all_.push_back({severity, at, shortened(std::move(message)), rule_});
}

std::string headline(const Diagnostic& diagnostic) {
  const Position& at = diagnostic.at;
  const std::string message = shown(diagnostic.message);
  if (at.file == nullptr) {
    return fmt::format("postern: {}: {}", word(diagnostic.severity), message);
  }
  const std::string name = shown(at.file->name());
  if (at.line == 0) {
    return fmt::format("{}: {}: {}", name, word(diagnostic.severity), message);
  }
  return fmt::format("{}:{}:{}: {}: {}", name, at.line, at.column, word(diagnostic.severity), message);
}

std::string Diagnostics::text() const {
  std::string out;
  for (std::size_t i = 0; i < std::min(all_.size(), kMostShown); ++i) {
    const bool is_note = all_[i].severity == Severity::note;
    out += headline(all_[i]) + (is_note ? "" : fmt::format(" [{}]", all_[i].rule)) + "\n";
    const Position& at = all_[i].at;
    if (at.file == nullptr || at.line == 0) {
      continue;
    }
    const Excerpt seen = excerpt(at.file->line(at.line), at);
    out += fmt::format("  {}\n  {}\n", seen.line, seen.caret);
  }
  if (all_.size() > kMostShown) {
    out += fmt::format("postern: the first {} of {} messages are shown\n", kMostShown, all_.size());
  }
  if (errors_ != 0) {
    out += fmt::format("postern: {}\n", plural(errors_, "error"));
  }
  return out;
}

}  // namespace postern
