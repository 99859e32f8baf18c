// Runs a command of the shell for a test.
#pragma once

#include <string>

namespace postern::testing {

struct Outcome {
  int status;        // as the shell has it
  std::string text;  // standard output and standard error
};

/// Without input.
[[nodiscard]] Outcome run(const std::string& command);

}  // namespace postern::testing
