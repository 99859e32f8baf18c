// SPDX-License-Identifier: Apache-2.0

#include "read/yaml_reader.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <map>
#include <new>
#include <string_view>
#include <utility>

#include "read/yaml_problem.hpp"
#include "text/text.hpp"

namespace postern {

namespace {

/// The problem has been reported; nothing of the text is used.
struct Refused {};

class Parser {
 public:
  explicit Parser(const std::string& text) {
    if (yaml_parser_initialize(&parser_) == 0) {
      throw std::bad_alloc();
    }
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Parser() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// Releases the current event and reads the next one. False when the text is invalid.
  [[nodiscard]] bool advance() {
    yaml_event_delete(&event_);
    event_ = {};
    return yaml_parser_parse(&parser_, &event_) != 0;
  }
  [[nodiscard]] const yaml_event_t& event() const { return event_; }
  [[nodiscard]] const yaml_parser_t& state() const { return parser_; }

 private:
  yaml_parser_t parser_{};
  yaml_event_t event_{};
};

std::string_view view(const yaml_char_t* text) { return reinterpret_cast<const char*>(text); }

/// A value that an alias can name, and how many values it holds.
struct Anchored {
  Value value;
  std::size_t count = 0;
  bool is_whole = false;  // it has been read to its end
};

class DocumentReader {
 public:
  DocumentReader(const SourceFile& file, Diagnostics& diagnostics)
      : file_(file), diagnostics_(diagnostics), parser_(file.text()) {}

  Value read() {
    advance();  // to the start of the stream
    advance();
    if (event().type == YAML_STREAM_END_EVENT) {
      refuse({&file_, 1, 1, 1}, "the file is empty; one YAML or JSON document is expected");
    }
    advance();
    Value document = node(1);
    advance();  // to the end of the document
    advance();
    if (event().type != YAML_STREAM_END_EVENT) {
      advance();  // to its first value
      refuse(position(event().start_mark), "a second document begins here; only one is expected");
    }
    return document;
  }

 private:
  [[nodiscard]] const yaml_event_t& event() const { return parser_.event(); }

  [[noreturn]] void refuse(Position at, std::string message) {
    diagnostics_.error(at, std::move(message));
    throw Refused();
  }

  void advance() {
    if (parser_.advance()) {
      return;
    }
    if (parser_.state().error == YAML_MEMORY_ERROR) {
      throw std::bad_alloc();
    }
    YamlProblem problem = explain(file_, parser_.state(), progress_);
    refuse(problem.at, std::move(problem.message));
  }

  [[nodiscard]] Position position(const yaml_mark_t& mark, std::size_t length = 1) const {
    if (mark.line >= file_.line_count()) {  // something is missing after a last line without line end
      const unsigned last = file_.line_count();
      return {&file_, last, static_cast<unsigned>(count_code_points(file_.line(last))) + 1, 1};
    }
    return {&file_, static_cast<unsigned>(mark.line) + 1, static_cast<unsigned>(mark.column) + 1,
            static_cast<unsigned>(length)};
  }

  void count(std::size_t values, Position at) {
    count_ += values;
    if (count_ > yaml_limits::kValues) {
      refuse(at,
             fmt::format("the file holds more than {} values here, each alias counted as a copy of what it names; at "
                         "most {} are allowed",
                         yaml_limits::kValues, yaml_limits::kValues));
    }
  }

  Value node(unsigned depth) {
    const Position at = position(event().start_mark);
    if (depth > yaml_limits::kDepth) {
      refuse(at,
             fmt::format("this value is nested {} deep; at most {} levels are allowed", depth, yaml_limits::kDepth));
    }
    count(1, at);
    switch (static_cast<int>(event().type)) {
      case YAML_ALIAS_EVENT: return alias();
      case YAML_SEQUENCE_START_EVENT: {
        const auto& start = event().data.sequence_start;
        return collection(start.anchor, start.tag, start.style == YAML_FLOW_SEQUENCE_STYLE, Value::Kind::list, depth);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& start = event().data.mapping_start;
        return collection(start.anchor, start.tag, start.style == YAML_FLOW_MAPPING_STYLE, Value::Kind::map, depth);
      }
      default: return scalar();
    }
  }

  void expect_no_tag(const yaml_char_t* tag) {
    if (tag != nullptr) {
      refuse(position(event().start_mark), "a tag has no meaning here; remove it");
    }
  }

  // An anchor precedes its value; messages point at the value.
  [[nodiscard]] yaml_mark_t behind_anchor(const yaml_char_t* anchor) const {
    yaml_mark_t mark = event().start_mark;
    if (anchor == nullptr) {
      return mark;
    }
    const std::string_view line = file_.line(static_cast<unsigned>(mark.line) + 1);
    std::size_t bytes = 0;
    std::size_t column = 0;
    const auto skip_while = [&](auto condition) {
      while (bytes < line.size() && condition()) {
        bytes += first_code_point(line.substr(bytes)).bytes;
        ++column;
      }
    };
    skip_while([&] { return column < mark.column; });
    skip_while([&] { return line[bytes] != ' ' && line[bytes] != '\t'; });
    skip_while([&] { return line[bytes] == ' ' || line[bytes] == '\t'; });
    if (bytes < line.size()) {
      mark.column = column;
    }
    return mark;
  }

  Value scalar() {
    const auto& found = event().data.scalar;
    expect_no_tag(found.tag);
    const yaml_mark_t start = behind_anchor(found.anchor);
    const yaml_mark_t& end = event().end_mark;
    Value value;
    value.at = position(start, start.line == end.line && end.column > start.column ? end.column - start.column : 1);
    value.text.assign(reinterpret_cast<const char*>(found.value), found.length);
    value.quoted = found.style != YAML_PLAIN_SCALAR_STYLE;
    if (found.style == YAML_SINGLE_QUOTED_SCALAR_STYLE || found.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
      progress_.last_quoted = {start, end};
    }
    judge_text(value);
    const bool is_null = !value.quoted && (value.text.empty() || value.text == "~" || value.text == "null" ||
                                           value.text == "Null" || value.text == "NULL");
    value.kind = is_null ? Value::Kind::null : Value::Kind::scalar;
    if (is_null) {
      value.text.clear();
    }
    keep(found.anchor, value, 1);
    return value;
  }

  // An escape such as "\0" can produce any character.
  void judge_text(const Value& value) {
    if (count_code_points(value.text) > yaml_limits::kCharacters) {
      refuse(value.at, fmt::format("this value has more than {} characters; at most {} are allowed",
                                   yaml_limits::kCharacters, yaml_limits::kCharacters));
    }
    for (std::string_view rest = value.text; !rest.empty();) {
      const CodePoint character = first_code_point(rest);
      if (!character.value || !is_allowed_in_files(*character.value)) {
        refuse(value.at,
               fmt::format("an escape in this value produces the control character `{}`; printable characters "
                           "are expected",
                           show(rest, character).text));
      }
      rest.remove_prefix(character.bytes);
    }
  }

  Value collection(const yaml_char_t* anchor, const yaml_char_t* tag, bool in_brackets, Value::Kind kind,
                   unsigned depth) {
    expect_no_tag(tag);
    const std::string name(anchor == nullptr ? "" : view(anchor));
    Value value;
    value.kind = kind;
    value.at = position(behind_anchor(anchor));
    if (in_brackets) {
      yaml_mark_t bracket = event().end_mark;
      --bracket.column;
      value.at = position(bracket);
      progress_.open_brackets.push_back(bracket);
    }
    if (!name.empty()) {
      anchors_[name] = {};
    }
    const std::size_t before = count_;
    advance();
    kind == Value::Kind::list ? items(value, depth) : entries(value, depth);
    if (in_brackets) {
      progress_.open_brackets.pop_back();
    }
    if (!name.empty()) {
      anchors_[name] = {value, count_ - before + 1, true};
    }
    return value;
  }

  void items(Value& list, unsigned depth) {
    for (; event().type != YAML_SEQUENCE_END_EVENT; advance()) {
      list.items.push_back(node(depth + 1));
    }
  }

  void entries(Value& map, unsigned depth) {
    std::map<std::string, Position, std::less<>> first;
    for (; event().type != YAML_MAPPING_END_EVENT; advance()) {
      Value key = node(depth + 1);
      if (key.kind != Value::Kind::scalar) {
        refuse(key.at, key.kind == Value::Kind::null ? "a key is missing here" : "a key is expected to be one word");
      }
      advance();
      Value value = node(depth + 1);
      const auto [other, is_new] = first.emplace(key.text, key.at);
      if (!is_new) {
        diagnostics_.error(key.at, fmt::format("the key `{}` is given twice; keep one", key.text));
        diagnostics_.note(other->second, "the first one is here");
      }
      map.entries.push_back({std::move(key), std::move(value)});
    }
  }

  void keep(const yaml_char_t* anchor, const Value& value, std::size_t values) {
    if (anchor != nullptr) {
      anchors_[std::string(view(anchor))] = {value, values, true};
    }
  }

  // A copy at the position of the alias; the values inside keep their own positions.
  Value alias() {
    const std::string_view name = view(event().data.alias.anchor);
    const Position at = position(event().start_mark, event().end_mark.column - event().start_mark.column);
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) {
      refuse(at, fmt::format("the alias `*{}` has no anchor `&{}` before it", name, name));
    }
    if (!found->second.is_whole) {
      refuse(at, fmt::format("the alias `*{}` is inside its own anchor; that would never end", name));
    }
    count(found->second.count - 1, at);
    Value value = found->second.value;
    value.at = at;
    return value;
  }

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  Parser parser_;
  YamlProgress progress_;
  std::map<std::string, Anchored, std::less<>> anchors_;
  std::size_t count_ = 0;
};

// Checked before parsing: a file that is not text has no lines and columns that match an editor's.
bool is_text(const SourceFile& file, Diagnostics& diagnostics) {
  if (file.is_too_large()) {
    diagnostics.error({&file, 1, 1, 1}, fmt::format("the file is larger than {} KiB, the largest size that is read",
                                                    SourceFile::kMostBytes / 1024));
    return false;
  }
  std::string_view rest = file.text();
  Position at{&file, 1, 1, 1};
  while (!rest.empty()) {
    const CodePoint character = first_code_point(rest);
    const std::string seen = show(rest, character).text;
    if (!character.value) {
      diagnostics.error(at, fmt::format("the byte `{}` is not UTF-8; text in UTF-8 is expected", seen));
      return false;
    }
    if (!is_allowed_in_files(*character.value)) {
      diagnostics.error(at, fmt::format("unexpected control character `{}`; printable characters, spaces, tabs and "
                                        "line ends are expected",
                                        seen));
      return false;
    }
    rest.remove_prefix(character.bytes);
    const bool ends_line = *character.value == '\n' || (*character.value == '\r' && !rest.starts_with('\n'));
    at.line += ends_line ? 1 : 0;
    at.column = ends_line ? 1 : at.column + 1;
  }
  return true;
}

}  // namespace

std::optional<Value> read_yaml(const SourceFile& file, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "text");
  if (!is_text(file, diagnostics)) {
    return std::nullopt;
  }
  try {
    return DocumentReader(file, diagnostics).read();
  } catch (const Refused&) {
    return std::nullopt;
  }
}

}  // namespace postern
