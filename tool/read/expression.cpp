// SPDX-License-Identifier: Apache-2.0

#include "read/expression.hpp"

#include <cctype>

#include "read/fields.hpp"
#include "text/words.hpp"

namespace postern {

namespace {

constexpr int kDeepest = 32;  // nesting of macros that name macros, and of parentheses
constexpr std::uint64_t kLargest = std::uint64_t{1} << 40U;

// config_tfm.h and every TF-M configuration use upper case. Any other word is a mistake, not a name that only the
// compiler knows.
bool is_macro(std::string_view word) { return upper_case(word) == word; }

// One method for each level of precedence. The first error ends the parse: `failed_` stays set and values are ignored.
class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, const Definitions& definitions, int depth)
      : rest_(text), definitions_(definitions), depth_(depth) {}

  Expression parse() {
    const std::uint64_t value = shift();
    skip_space();
    if (failed_ || !rest_.empty() || value > kLargest) {
      return {};
    }
    if (!unknown_.empty()) {
      return {Expression::Kind::needs_compiler, 0, unknown_};
    }
    return {Expression::Kind::value, value, {}};
  }

 private:
  std::uint64_t shift() {
    std::uint64_t left = sum();
    for (;;) {
      if (take("<<")) {
        const std::uint64_t by = sum();
        left = by < 32 && left <= kLargest >> by ? left << by : fail();
      } else if (take(">>")) {
        const std::uint64_t by = sum();
        left = by < 64 ? left >> by : fail();
      } else {
        return left;
      }
    }
  }

  std::uint64_t sum() {
    std::uint64_t left = product();
    for (;;) {
      if (take("+")) {
        left = bounded(left + product());
      } else if (take("-")) {
        const std::uint64_t right = product();
        left = right <= left || !unknown_.empty() ? left - right : fail();
      } else {
        return left;
      }
    }
  }

  std::uint64_t product() {
    std::uint64_t left = primary();
    for (;;) {
      if (take("*")) {
        const std::uint64_t right = primary();
        left = left == 0 || right <= kLargest / left ? left * right : fail();
      } else if (take("/")) {
        const std::uint64_t right = primary();
        left = divide(left, right, false);
      } else if (take("%")) {
        const std::uint64_t right = primary();
        left = divide(left, right, true);
      } else {
        return left;
      }
    }
  }

  std::uint64_t bounded(std::uint64_t value) { return value <= kLargest ? value : fail(); }

  std::uint64_t divide(std::uint64_t left, std::uint64_t right, bool remainder) {
    if (!unknown_.empty()) {
      return 0;
    }
    if (right == 0) {
      return fail();
    }
    return remainder ? left % right : left / right;
  }

  std::uint64_t primary() {
    if (failed_) {
      return 0;
    }
    if (take("(")) {
      if (++depth_ > kDeepest) {
        return fail();
      }
      const std::uint64_t value = shift();
      --depth_;
      return take(")") ? value : fail();
    }
    const std::string_view word = take_word();
    if (word.empty()) {
      return fail();
    }
    return std::isdigit(static_cast<unsigned char>(word.front())) != 0 ? number(word) : name(word);
  }

  std::uint64_t number(std::string_view word) {
    while (!word.empty() && (word.back() == 'U' || word.back() == 'u' || word.back() == 'L' || word.back() == 'l')) {
      word.remove_suffix(1);
    }
    const std::optional<std::uint64_t> value = parse_number(word);
    return value && *value <= kLargest ? *value : fail();
  }

  std::uint64_t name(std::string_view word) {
    if (!is_identifier(word)) {
      return fail();
    }
    const auto found = definitions_.find(word);
    if (found == definitions_.end()) {
      if (!is_macro(word)) {
        return fail();
      }
      if (unknown_.empty()) {
        unknown_ = word;
      }
      return 0;
    }
    if (depth_ >= kDeepest) {
      return fail();
    }
    const Expression inner = ExpressionParser(found->second, definitions_, depth_ + 1).parse();
    if (inner.kind == Expression::Kind::malformed) {
      return fail();
    }
    if (unknown_.empty()) {
      unknown_ = inner.unknown;
    }
    return inner.value;
  }

  std::string_view take_word() {
    skip_space();
    std::size_t length = 0;
    while (length < rest_.size() &&
           (std::isalnum(static_cast<unsigned char>(rest_[length])) != 0 || rest_[length] == '_')) {
      ++length;
    }
    const std::string_view word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return word;
  }

  bool take(std::string_view token) {
    skip_space();
    if (failed_ || !rest_.starts_with(token)) {
      return false;
    }
    rest_.remove_prefix(token.size());
    return true;
  }

  void skip_space() {
    while (!rest_.empty() && rest_.front() == ' ') {
      rest_.remove_prefix(1);
    }
  }

  std::uint64_t fail() {
    failed_ = true;
    return 0;
  }

  std::string_view rest_;
  const Definitions& definitions_;
  int depth_;
  bool failed_ = false;
  std::string unknown_;
};

}  // namespace

Expression evaluate(std::string_view text, const Definitions& definitions) {
  return ExpressionParser(text, definitions, 0).parse();
}

}  // namespace postern
