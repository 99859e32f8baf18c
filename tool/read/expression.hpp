// SPDX-License-Identifier: Apache-2.0

// The value of a size that a manifest may give as a C expression over configuration macros (MAN-8), when every name in
// it is known to the tool. A name that only config_tfm.h defines is left to the C compiler.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/definitions.hpp"

namespace postern {

struct Expression {
  enum class Kind { value, needs_compiler, malformed };

  Kind kind = Kind::malformed;
  std::uint64_t value = 0;
  std::string unknown;  // the first name without a definition
};

/// Integers, names, parentheses and + - * / % << >>. Anything else is malformed: the text is later written into C.
[[nodiscard]] Expression evaluate(std::string_view text, const Definitions& definitions);

}  // namespace postern
