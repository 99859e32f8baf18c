// SPDX-License-Identifier: Apache-2.0

#include "read/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace postern {

namespace {

std::string_view kind_name(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null: return "empty";
    case Value::Kind::scalar: return "a single value";
    case Value::Kind::list: return "a list";
    case Value::Kind::map: return "a map";
  }
  return "";
}

bool is_number(std::string_view text) {
  double ignored = 0;
  const std::string_view digits = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), ignored);
  const bool is_decimal = problem != std::errc::invalid_argument && end == digits.data() + digits.size() &&
                          std::isalpha(static_cast<unsigned char>(digits.front())) == 0;
  return is_decimal || parse_number(digits);
}

// Without quotes these are not text to YAML, and probably not to the author.
std::string_view other_kind(const Value& value) {
  const std::string word = lower_case(value.text);
  if (value.quoted) {
    return "";
  }
  return word == "true" || word == "false" ? "a boolean" : is_number(value.text) ? "a number" : "";
}

/// The answer of a probe, which notes the shape.
std::optional<Located<std::string>> told(const Value& value, const Shape& shape, const std::string& answer) {
  value.probe->expect(shape);
  return Located<std::string>{answer, value.at};
}

bool is_label_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("._/+-").find(c) != std::string_view::npos;
}

}  // namespace

Fields::Fields(const Value& map, std::string what, Diagnostics& diagnostics)
    : map_(map), what_(std::move(what)), diagnostics_(diagnostics) {
  if (map.probe != nullptr) {
    map.probe->expect_fields();
  }
}

const Value* Fields::find(std::string_view key, bool is_required) {
  if (map_.probe != nullptr) {
    return map_.probe->expect_key(key, is_required);
  }
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
    known_.emplace_back(key);
  }
  for (const Entry& entry : map_.entries) {
    if (entry.key.text == key) {
      return &entry.value;
    }
  }
  return nullptr;
}

const Value* Fields::require(std::string_view key, std::string advice) {
  const Value* value = find(key, true);
  if (value == nullptr) {
    missing_.push_back({std::string(key), std::move(advice), diagnostics_.rule()});
  }
  return value;
}

const Value* Fields::key(std::string_view key) const {
  if (map_.probe != nullptr) {
    return &map_;
  }
  for (const Entry& entry : map_.entries) {
    if (entry.key.text == key) {
      return &entry.key;
    }
  }
  return nullptr;
}

const Value* Fields::misplaced(std::string_view key) {
  return map_.probe != nullptr || find(key) == nullptr ? nullptr : this->key(key);
}

void Fields::finish() {
  Words explained;
  for (const Entry& entry : map_.entries) {
    const std::string& name = entry.key.text;
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) {
      continue;
    }
    explained.push_back(nearest(name, known_));
    const Diagnostics::About about(diagnostics_, "key");
    diagnostics_.error(entry.key.at, fmt::format("`{}` is not a key of {}; {}", name, what_, advice(name, known_)));
  }
  for (const Missing& missing : missing_) {
    if (std::find(explained.begin(), explained.end(), missing.key) != explained.end()) {
      continue;
    }
    const Diagnostics::About about(diagnostics_, missing.rule);
    diagnostics_.error(map_.at, fmt::format("{} needs the key `{}`; {}", what_, missing.key, missing.advice));
  }
}

bool fits(const Value& value, const std::vector<Shape>& shapes) {
  return std::any_of(shapes.begin(), shapes.end(), [&](const Shape& shape) {
    if (shape.kind == Shape::Kind::number) {
      const std::optional<std::uint64_t> number = parse_number(value.text);
      return number && *number >= shape.least && *number <= shape.most;
    }
    const bool may_be_quoted = shape.kind == Shape::Kind::words;
    return (may_be_quoted || !value.quoted) &&
           std::find(shape.words.begin(), shape.words.end(), value.text) != shape.words.end();
  });
}

const Value* read_scalar(const Value* value, std::string_view what, Diagnostics& diagnostics,
                         const std::vector<Shape>& shapes) {
  if (value != nullptr && value->probe != nullptr) {
    for (const Shape& shape : shapes) {
      value->probe->expect(shape);
    }
    return nullptr;
  }
  if (value == nullptr || value->kind == Value::Kind::scalar) {
    return value;
  }
  diagnostics.error(value->at, fmt::format("`{}` is {}; a single value is expected", what, kind_name(value->kind)));
  return nullptr;
}

std::optional<Located<std::string>> read_text(const Value* value, std::string_view what, Diagnostics& diagnostics) {
  if (value != nullptr && value->probe != nullptr) {
    return told(*value, {Shape::Kind::text}, "text");
  }
  value = read_scalar(value, what, diagnostics);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->text.empty()) {
    diagnostics.error(value->at, fmt::format("`{}` is empty; at least one character is expected", what));
    return std::nullopt;
  }
  if (const std::string_view kind = other_kind(*value); !kind.empty()) {
    diagnostics.error(value->at, fmt::format("`{}` is {}, `{}`; text is expected, in quotes", what, kind, value->text));
    return std::nullopt;
  }
  return Located<std::string>{value->text, value->at};
}

void read_description(Fields& fields, Diagnostics& diagnostics) {
  const Value* value = fields.find("description");
  if (value != nullptr && value->probe != nullptr) {
    value->probe->expect({Shape::Kind::any_text});
    return;
  }
  const bool is_empty = value != nullptr && value->kind == Value::Kind::scalar && value->text.empty();
  if (!is_empty) {
    (void)read_text(value, "description", diagnostics);
  }
}

std::optional<Located<std::string>> read_label(const Value* value, std::string_view what, Diagnostics& diagnostics) {
  if (value != nullptr && value->probe != nullptr) {
    return told(*value, {Shape::Kind::label}, "label");
  }
  auto text = read_text(value, what, diagnostics);
  if (!text || std::all_of(text->value.begin(), text->value.end(), is_label_character)) {
    return text;
  }
  diagnostics.error(
      text->at,
      fmt::format("`{}` cannot be the value of `{}`; letters, digits and . _ / + - are expected", text->value, what));
  return std::nullopt;
}

std::optional<Located<std::string>> read_identifier(const Value* value, std::string_view what,
                                                    Diagnostics& diagnostics) {
  if (value != nullptr && value->probe != nullptr) {
    return told(*value, {Shape::Kind::identifier}, "name");
  }
  value = read_scalar(value, what, diagnostics);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (is_keyword(value->text)) {
    diagnostics.error(
        value->at,
        fmt::format("`{}` cannot be the {}: it is a keyword of C or C++; another word is expected", value->text, what));
    return std::nullopt;
  }
  if (!is_identifier(value->text)) {
    diagnostics.error(value->at,
                      fmt::format("`{}` cannot be the {}; a C identifier of letters, digits and underscores, "
                                  "not beginning with a digit, is expected",
                                  value->text, what));
    return std::nullopt;
  }
  return Located<std::string>{value->text, value->at};
}

std::optional<Located<std::string>> read_choice(const Value* value, std::string_view what, const Words& valid,
                                                Diagnostics& diagnostics) {
  if (value != nullptr && value->probe != nullptr) {
    return told(*value, {Shape::Kind::words, valid}, value->probe->answer(what, valid));
  }
  value = read_scalar(value, what, diagnostics);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (std::find(valid.begin(), valid.end(), value->text) == valid.end()) {
    diagnostics.error(
        value->at, fmt::format("`{}` is not a value of `{}`; {}", value->text, what, full_advice(value->text, valid)));
    return std::nullopt;
  }
  return Located<std::string>{value->text, value->at};
}

std::optional<Located<std::string>> read_reference(const Value* value, std::string_view what, const Words& valid,
                                                   Diagnostics& diagnostics) {
  if (value != nullptr && value->probe != nullptr) {
    return told(*value, {Shape::Kind::identifier}, "name");
  }
  return read_choice(value, what, valid, diagnostics);
}

std::optional<bool> read_boolean(const Value* value, std::string_view what, Diagnostics& diagnostics) {
  if (value != nullptr && value->probe != nullptr) {
    value->probe->expect({Shape::Kind::boolean});
    return value->probe->answer_boolean();
  }
  value = read_scalar(value, what, diagnostics);
  if (value == nullptr) {
    return std::nullopt;
  }
  const std::string word = lower_case(value->text);
  if (!value->quoted && word == "true") {
    return true;
  }
  if (!value->quoted && word == "false") {
    return false;
  }
  diagnostics.error(value->at, fmt::format("`{}` is not a value of `{}`; valid: true and false{}", value->text, what,
                                           value->quoted ? ", without quotes" : ""));
  return std::nullopt;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    return std::nullopt;  // octal in C and YAML 1.1, decimal to a person: not accepted
  }
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (problem != std::errc{} || end != text.data() + text.size() || text.empty()) {
    return std::nullopt;
  }
  return number;
}

std::optional<Located<std::uint64_t>> read_number(const Value* value, std::string_view what, std::uint64_t least,
                                                  std::uint64_t most, Diagnostics& diagnostics) {
  if (value != nullptr && value->probe != nullptr) {
    value->probe->expect({Shape::Kind::number, {}, least, most});
    return Located<std::uint64_t>{value->probe->answer_boolean() ? least : most, value->at};
  }
  value = read_scalar(value, what, diagnostics);
  if (value == nullptr) {
    return std::nullopt;
  }
  const std::optional<std::uint64_t> number = parse_number(value->text);
  if (!number || *number < least || *number > most) {
    diagnostics.error(value->at, fmt::format("`{}` is not a value of `{}`; a decimal or hexadecimal number from {} to "
                                             "{} is expected",
                                             value->text, what, least,
                                             most > 0xFFFF ? fmt::format("{:#x}", most) : fmt::format("{}", most)));
    return std::nullopt;
  }
  return Located<std::uint64_t>{*number, value->at};
}

const std::vector<Value>& read_list(const Value* value, std::string_view what, Diagnostics& diagnostics) {
  static const std::vector<Value> empty;
  if (value == nullptr) {
    return empty;
  }
  if (value->probe != nullptr) {
    return value->probe->expect_items();
  }
  if (value->kind == Value::Kind::list) {
    return value->items;
  }
  diagnostics.error(value->at, fmt::format("`{}` is {}; a list is expected", what, kind_name(value->kind)));
  return empty;
}

const std::vector<Entry>& read_entries(const Value& map) {
  return map.probe != nullptr ? map.probe->expect_entries() : map.entries;
}

bool expect_map(const Value& value, std::string_view what, Diagnostics& diagnostics) {
  if (value.kind == Value::Kind::map || value.probe != nullptr) {
    return true;
  }
  diagnostics.error(value.at,
                    fmt::format("{} is {}; a map of keys and values is expected", what, kind_name(value.kind)));
  return false;
}

}  // namespace postern
