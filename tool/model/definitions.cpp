// SPDX-License-Identifier: Apache-2.0

#include "model/definitions.hpp"

#include "text/words.hpp"

namespace postern {

std::optional<bool> truth(std::string_view value) {
  const std::string word = lower_case(value);
  if (word == "1" || word == "on" || word == "true" || word == "enabled") {
    return true;
  }
  if (word.empty() || word == "0" || word == "off" || word == "false" || word == "disabled") {
    return false;
  }
  return std::nullopt;
}

}  // namespace postern
