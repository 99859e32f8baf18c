// SPDX-License-Identifier: Apache-2.0

// Runs a shell command for a test.
#pragma once

#include <string>

namespace postern::testing {

struct Outcome {
  int status;        // in the shell's form
  std::string text;  // standard output and standard error
};

/// Standard input is empty.
[[nodiscard]] Outcome run(const std::string& command);

}  // namespace postern::testing
