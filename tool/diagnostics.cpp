#include "diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern {

namespace {

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

// Tabs of the source line are repeated under it, so that the caret stands right whatever a tab's width is.
std::string caret_line(std::string_view line, const Position& at) {
  std::string out;
  for (unsigned i = 1; i < at.column; ++i) {
    out += i <= line.size() && line[i - 1] == '\t' ? '\t' : ' ';
  }
  out += '^';
  const std::size_t rest = line.size() >= at.column ? line.size() - at.column : 0;
  const std::size_t tail = at.length == 0 ? 0 : at.length - 1;
  out.append(std::min(rest, tail), '~');
  return out;
}

}  // namespace

unsigned Diagnostics::error_count() const {
  return static_cast<unsigned>(std::count_if(
      all_.begin(), all_.end(), [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; }));
}

void Diagnostics::add(Severity severity, Position at, std::string message) {
  all_.push_back({severity, at, std::move(message)});
}

std::string headline(const Diagnostic& diagnostic) {
  const Position& at = diagnostic.at;
  if (at.file == nullptr) {
    return fmt::format("postern: {}: {}", word(diagnostic.severity), diagnostic.message);
  }
  if (at.line == 0) {
    return fmt::format("{}: {}: {}", at.file->name(), word(diagnostic.severity), diagnostic.message);
  }
  return fmt::format("{}:{}:{}: {}: {}", at.file->name(), at.line, at.column, word(diagnostic.severity),
                     diagnostic.message);
}

std::string Diagnostics::text() const {
  std::string out;
  for (const Diagnostic& diagnostic : all_) {
    out += headline(diagnostic) + "\n";
    const Position& at = diagnostic.at;
    if (at.file == nullptr || at.line == 0) {
      continue;
    }
    const std::string_view line = at.file->line(at.line);
    out += fmt::format("  {}\n  {}\n", line, caret_line(line, at));
  }
  if (const unsigned errors = error_count(); errors != 0) {
    out += fmt::format("postern: {} error{}\n", errors, errors == 1 ? "" : "s");
  }
  return out;
}

}  // namespace postern
