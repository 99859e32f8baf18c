// SPDX-License-Identifier: Apache-2.0

#include "read/yaml_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "text/text.hpp"

namespace postern {

namespace {

// The parser counts one line too many at the end of a text whose last line has no line end.
Position position(const SourceFile& file, const yaml_mark_t& mark, unsigned length = 1) {
  if (mark.line >= file.line_count()) {
    const unsigned last = file.line_count();
    return {&file, last, static_cast<unsigned>(count_code_points(file.line(last))) + 1, 1};
  }
  return {&file, static_cast<unsigned>(mark.line) + 1, static_cast<unsigned>(mark.column) + 1, length};
}

// The bytes of a line before a column, and those from the column on.
struct Parts {
  std::string_view before;
  std::string_view rest;
};

Parts parts_of(const SourceFile& file, const yaml_mark_t& mark) {
  const std::string_view line = file.line(static_cast<unsigned>(mark.line) + 1);
  std::size_t bytes = 0;
  for (std::size_t column = 0; column < mark.column && bytes < line.size(); ++column) {
    bytes += first_code_point(line.substr(bytes)).bytes;
  }
  return {line.substr(0, bytes), line.substr(bytes)};
}

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

// The word at which the parser stopped, for a message.
std::string stopped_at(const SourceFile& file, const yaml_mark_t& mark) {
  const std::string_view rest = parts_of(file, mark).rest;
  if (rest.empty()) {
    return "the end of the line";
  }
  const CodePoint first = first_code_point(rest);
  const bool is_word = first.value && (*first.value >= 0x80 || std::isalnum(static_cast<int>(*first.value)) != 0);
  const bool is_quote = rest.front() == '"' || rest.front() == '\'';
  const std::size_t end = is_word    ? std::min(rest.find_first_of(" \t,:[]{}\"'"), rest.size())
                          : is_quote ? std::min(rest.find(rest.front(), 1), rest.size() - 1) + 1
                                     : first.bytes;
  return fmt::format("`{}`", rest.substr(0, end));
}

bool is_at_end(const SourceFile& file, const yaml_mark_t& mark) {
  if (!parts_of(file, mark).rest.empty()) {
    return false;
  }
  const unsigned lines = file.line_count();
  for (unsigned line = static_cast<unsigned>(mark.line) + 2; line <= lines; ++line) {
    if (!file.line(line).empty()) {
      return false;
    }
  }
  return true;
}

bool contains(const char* text, std::string_view word) {
  return text != nullptr && std::string_view(text).find(word) != std::string_view::npos;
}

/// Explains one failure, from the state in which the parser stopped.
class Explanation {
 public:
  Explanation(const SourceFile& file, const yaml_parser_t& parser, const YamlProgress& progress)
      : file_(file), parser_(parser), progress_(progress) {}

  // A quote or bracket that was opened earlier explains more than the word at which the parser stopped.
  [[nodiscard]] YamlProblem make() const {
    if (contains(parser_.context, "quoted scalar") && contains(parser_.problem, "end of stream")) {
      return at_context("the quote opened here is never closed");
    }
    if (const auto found = quote_closed_late()) {
      return *found;
    }
    if (const auto found = open_bracket()) {
      return *found;
    }
    if (const auto found = tab()) {
      return *found;
    }
    if (contains(parser_.problem, "mapping values are not allowed")) {
      return misplaced_colon();
    }
    if (contains(parser_.context, "simple key")) {
      return at_context(
          fmt::format("{} is neither a key with a colon nor a value", stopped_at(file_, parser_.context_mark)));
    }
    return unexpected();
  }

 private:
  static YamlProblem problem(Position at, std::string_view what) {
    return {at, fmt::format("not valid YAML or JSON: {}", what)};
  }
  [[nodiscard]] YamlProblem here(std::string_view what) const {
    return problem(position(file_, parser_.problem_mark), what);
  }
  [[nodiscard]] YamlProblem at_context(std::string_view what) const {
    return problem(position(file_, parser_.context_mark), what);
  }

  // The mistake is where the parser stopped.
  [[nodiscard]] YamlProblem unexpected() const {
    const std::string seen = stopped_at(file_, parser_.problem_mark);
    if (contains(parser_.problem, "expected node content")) {
      return here(fmt::format("a value is expected before {}", seen));
    }
    if (contains(parser_.problem, "expected <document start>")) {
      return here(fmt::format("{} follows the end of the document", seen));
    }
    if (contains(parser_.problem, "did not find expected key") && (seen == "`:`" || seen == "`,`")) {
      return here(fmt::format("found {} where a key is expected", seen));
    }
    if (contains(parser_.problem, "did not find expected key")) {
      return here(
          fmt::format("{} does not fit the keys before it: its indentation differs, or text follows a "
                      "finished value",
                      seen));
    }
    if (contains(parser_.problem, "did not find expected '-'")) {
      return here(fmt::format("{} does not fit the list before it; `-` with the same indentation is expected", seen));
    }
    return here(parser_.problem == nullptr ? "it cannot be read" : parser_.problem);
  }

  // `name: "AA` extends up to the next quote, and the parser fails at what follows that quote.
  [[nodiscard]] std::optional<YamlProblem> quote_closed_late() const {
    const std::optional<QuotedMark>& quoted = progress_.last_quoted;
    const yaml_mark_t& failed = parser_.problem_mark;
    if (!quoted || quoted->end.line != failed.line) {
      return std::nullopt;
    }
    const bool is_long = quoted->start.line != quoted->end.line;
    if (!is_long && quoted->end.column != failed.column) {
      return std::nullopt;
    }
    return problem(position(file_, quoted->start),
                   fmt::format("the quote opened here is closed in line {}, where {} follows; close it where "
                               "the value ends",
                               quoted->end.line + 1, stopped_at(file_, failed)));
  }

  // A bracket in a block ends before the first line that is not indented deeper than the bracket's own line.
  [[nodiscard]] bool was_left(const yaml_mark_t& open) const {
    const std::string_view first = file_.line(static_cast<unsigned>(open.line) + 1);
    if (open.column == indentation(first)) {
      return false;
    }
    for (std::size_t line = open.line + 2; line <= parser_.problem_mark.line + 1; ++line) {
      const std::string_view text = file_.line(static_cast<unsigned>(line));
      const std::size_t depth = indentation(text);
      if (depth < text.size() && text[depth] != '#' && depth <= indentation(first) && text[depth] != ']' &&
          text[depth] != '}') {
        return true;
      }
    }
    return false;
  }

  // Checks the open brackets from the outermost to the innermost.
  [[nodiscard]] std::optional<YamlProblem> open_bracket() const {
    for (const yaml_mark_t& open : progress_.open_brackets) {
      if (was_left(open)) {
        return never_closed(open);
      }
    }
    if (!progress_.open_brackets.empty() && is_at_end(file_, parser_.problem_mark)) {
      return never_closed(progress_.open_brackets.back());
    }
    const bool in_flow = contains(parser_.context, "flow sequence") || contains(parser_.context, "flow mapping");
    if (!in_flow) {
      return std::nullopt;
    }
    const std::string_view text = parts_of(file_, parser_.problem_mark).rest;
    const bool is_closed_wrongly = text.starts_with(']') || text.starts_with('}');
    const std::string_view opened = parts_of(file_, parser_.context_mark).rest.substr(0, 1);
    if (is_closed_wrongly) {
      return at_context(fmt::format("`{}` is opened here, but line {} has `{}`", opened, parser_.problem_mark.line + 1,
                                    text.substr(0, 1)));
    }
    if (const auto missing = missing_comma()) {
      return *missing;
    }
    return here(fmt::format("found {} where `,` or `{}` is expected", stopped_at(file_, parser_.problem_mark),
                            opened == "[" ? "]" : "}"));
  }

  // A value without quotes continues in the next line, up to the colon of the intended next key.
  [[nodiscard]] std::optional<YamlProblem> missing_comma() const {
    const Parts parts = parts_of(file_, parser_.problem_mark);
    yaml_mark_t mark = parser_.problem_mark;
    mark.column = indentation(parts.before);
    const std::string_view word = parts.before.substr(mark.column);
    if (!parts.rest.starts_with(':') || word.empty() || word.find_first_of(",:{}[]") != std::string_view::npos) {
      return std::nullopt;
    }
    return problem(position(file_, mark), fmt::format("`,` is missing before `{}`", word));
  }

  [[nodiscard]] YamlProblem never_closed(const yaml_mark_t& open) const {
    return problem(position(file_, open), fmt::format("the bracket `{}` opened here is never closed",
                                                      parts_of(file_, open).rest.substr(0, 1)));
  }

  [[nodiscard]] std::optional<YamlProblem> tab() const {
    const Parts parts = parts_of(file_, parser_.problem_mark);
    const std::size_t in_indentation = parts.before.find_first_not_of(' ');
    if (in_indentation != std::string_view::npos && parts.before[in_indentation] == '\t') {
      yaml_mark_t mark = parser_.problem_mark;
      mark.column = in_indentation;
      return problem(position(file_, mark), "a tab is in the indentation; spaces are expected");
    }
    if (!parts.rest.starts_with('\t')) {
      return std::nullopt;
    }
    return here("a tab is in the indentation; spaces are expected");
  }

  // A line without a colon continues in the next one, which is not indented deeper and has the colon.
  [[nodiscard]] std::optional<YamlProblem> line_without_colon(std::size_t depth) const {
    yaml_mark_t mark = parser_.problem_mark;
    std::string_view text;
    while (text.find_first_not_of(' ') == std::string_view::npos) {
      if (mark.line == 0) {
        return std::nullopt;
      }
      text = file_.line(static_cast<unsigned>(mark.line--));
    }
    mark.column = indentation(text);
    const std::string_view words = text.substr(mark.column);
    if (mark.column < depth || words.find(": ") != std::string_view::npos || words.front() == '-') {
      return std::nullopt;
    }
    return problem(position(file_, mark), fmt::format("`{}` is not a key: no `:` follows", words));
  }

  // After a word that is alone at the beginning of its line, the indentation is wrong.
  [[nodiscard]] YamlProblem misplaced_colon() const {
    const Parts parts = parts_of(file_, parser_.problem_mark);
    const std::size_t depth = indentation(parts.before);
    const std::string_view word = parts.before.substr(depth);
    if (word.empty() || word.find(':') != std::string_view::npos) {
      return here("`:` is not expected here; a value that contains a colon and a space needs quotes");
    }
    yaml_mark_t mark = parser_.problem_mark;
    if (const auto earlier = line_without_colon(depth)) {
      return *earlier;
    }
    mark.column = depth;
    return problem(position(file_, mark, static_cast<unsigned>(count_code_points(word))),
                   fmt::format("the key `{}` is indented deeper than the keys before it", word));
  }

  const SourceFile& file_;
  const yaml_parser_t& parser_;
  const YamlProgress& progress_;
};

}  // namespace

YamlProblem explain(const SourceFile& file, const yaml_parser_t& parser, const YamlProgress& progress) {
  return Explanation(file, parser, progress).make();
}

}  // namespace postern
