// SPDX-License-Identifier: Apache-2.0

// Which condition of a rule a call did not meet, for the rules that have several. The record tells it by the arguments
// of the call, by whom its partition serves, and by the vectors on the stack; the image tells which memory a partition
// may access.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/image.hpp"
#include "decode/log_words.hpp"
#include "decode/places.hpp"
#include "encoding/panic_record.hpp"

namespace postern::decode {

/// The word of memory at an address, if the record or the image has it.
using KnownWord = std::function<std::optional<std::uint32_t>(std::uint32_t address)>;

/// A call that broke a rule. Of a program of the host there are no tables.
struct BrokenCall {
  const encoding::PanicRecord& record;
  const Names& names;
  const audit::Image* image;
  const Places* places;
  KnownWord word;
};

struct Conditions {
  std::string broken;                 // the condition that was not met, if the record tells
  std::vector<std::string> possible;  // else those that it can be, the most frequent first
  std::string passed;                 // the arguments
};

/// All is empty for a rule with one condition.
[[nodiscard]] Conditions conditions_of(const BrokenCall& call);

}  // namespace postern::decode
