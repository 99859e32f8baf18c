// SPDX-License-Identifier: Apache-2.0

// Checks the options of the command line and turns them into the configuration. compile.cpp calls it first.
#pragma once

#include <string>
#include <vector>

#include "model/configuration.hpp"
#include "text/diagnostics.hpp"

namespace postern {

struct Options {
  std::string backend = "IPC";
  std::string level = "1";
  std::vector<std::string> defines;  // NAME=VALUE
};

/// Reports every option that is invalid or contradicts another one (BSEL-1, -2, -4 to -6, CFG-42, CFG-50).
[[nodiscard]] Configuration read_configuration(const Options& options, Diagnostics& diagnostics);

}  // namespace postern
