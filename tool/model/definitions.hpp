// SPDX-License-Identifier: Apache-2.0

// The configuration macros that are known before any list is read: those of --define, and what backend and level imply.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace postern {

using Definitions = std::map<std::string, std::string, std::less<>>;

/// How TF-M reads a configuration value (MLIST-4): 1/on/true/enabled, 0/off/false/disabled/empty; empty otherwise.
[[nodiscard]] std::optional<bool> truth(std::string_view value);

}  // namespace postern
