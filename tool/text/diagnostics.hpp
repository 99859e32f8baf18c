// SPDX-License-Identifier: Apache-2.0

// Errors, warnings and notes in the layout of a compiler: `file:line:column: error: what is wrong; what is expected`,
// the source line, a caret. They are collected, so that one run reports all errors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/source.hpp"

namespace postern {

enum class Severity { error, warning, note };

struct Diagnostic {
  Severity severity;
  Position at;
  std::string message;
  std::string_view rule;  // the id of the rule that it is about; `postern explain` has its text
};

class Diagnostics {
 public:
  void error(Position at, std::string message) { add(Severity::error, at, std::move(message)); }
  void warning(Position at, std::string message) { add(Severity::warning, at, std::move(message)); }
  /// Adds a note to the diagnostic before it.
  void note(Position at, std::string message) { add(Severity::note, at, std::move(message)); }

  [[nodiscard]] bool has_errors() const { return error_count() != 0; }
  [[nodiscard]] unsigned error_count() const;
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
  /// All diagnostics, as they are printed.
  [[nodiscard]] std::string text() const;

  /// The rule that new errors and warnings are about.
  [[nodiscard]] std::string_view rule() const { return rule_; }

  /// While it lives, errors and warnings are about one rule, of FF-M or of the tool. The id is a literal.
  class About {
   public:
    About(Diagnostics& diagnostics, std::string_view rule) : diagnostics_(diagnostics), before_(diagnostics.rule_) {
      diagnostics_.rule_ = rule;
    }
    ~About() { diagnostics_.rule_ = before_; }
    About(const About&) = delete;
    About& operator=(const About&) = delete;

   private:
    Diagnostics& diagnostics_;
    std::string_view before_;
  };

 private:
  void add(Severity severity, Position at, std::string message);

  std::vector<Diagnostic> all_;
  unsigned errors_ = 0;
  std::string_view rule_ = "options";
};

/// One diagnostic without its source line: `file:line:column: error: message`. Columns count characters, not bytes;
/// control characters are escaped.
[[nodiscard]] std::string headline(const Diagnostic& diagnostic);

}  // namespace postern
