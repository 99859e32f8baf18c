// SPDX-License-Identifier: Apache-2.0

// Appends formatted lines to a text, for what the tool writes line by line: tables, scripts, reports.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace postern {

class LineWriter {
 public:
  explicit LineWriter(std::string& text, std::string_view indent = {}) : text_(text), indent_(indent) {}

  template <typename... Arguments>
  void operator()(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    text_ += indent_;
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }

 private:
  std::string& text_;
  std::string_view indent_;
};

}  // namespace postern
