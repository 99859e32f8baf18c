// Where a text stops being YAML, in words and at the place where the mistake is.
//
// A parser notices a bracket that is never closed at the end of the file, and a quote that is closed too late behind
// the next quote. The mistake is where it was opened.
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

/// What has been read before the parser failed.
struct YamlProgress {
  std::optional<QuotedMark> last_quoted;   // the quoted scalar that was read last
  std::vector<yaml_mark_t> open_brackets;  // from the outermost to the innermost
};

/// Of a parser that has failed.
[[nodiscard]] YamlProblem explain(const SourceFile& file, const yaml_parser_t& parser, const YamlProgress& progress);

}  // namespace postern
