// SPDX-License-Identifier: Apache-2.0

// What a panic for a broken rule says: which call did what, and what the record leaves open.
#pragma once

#include <string>
#include <vector>

#include "decode/panic.hpp"

namespace postern::decode {

/// A line of a report. One without a title goes on with the last one.
struct Line {
  const char* title;
  std::string text;
};

struct RuleWords {
  std::string what;         // what the partition did
  std::vector<Line> lines;  // conditions, arguments, and where to look
  std::string advice;       // what permits the call, if a manifest can
};

[[nodiscard]] RuleWords rule_words(const Panic& panic);

}  // namespace postern::decode
