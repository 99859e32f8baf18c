// SPDX-License-Identifier: Apache-2.0

// Explains why a text is not YAML, and points at the mistake. yaml_reader.cpp asks it after libyaml has failed.
//
// A parser notices a bracket that is never closed only at the end of the file, and a quote that is closed too late only
// after the next quote. The mistake is where it was opened.
#pragma once

#include <yaml.h>

#include <optional>
#include <string>
#include <vector>

#include "text/source.hpp"

namespace postern {

struct YamlProblem {
  Position at;
  std::string message;
};

/// A quoted scalar, with the marks of its quotes.
struct QuotedMark {
  yaml_mark_t start;
  yaml_mark_t end;
};

/// What was read before the parser failed.
struct YamlProgress {
  std::optional<QuotedMark> last_quoted;   // the quoted scalar that was read last
  std::vector<yaml_mark_t> open_brackets;  // from the outermost to the innermost
};

/// The parser must have failed.
[[nodiscard]] YamlProblem explain(const SourceFile& file, const yaml_parser_t& parser, const YamlProgress& progress);

}  // namespace postern
