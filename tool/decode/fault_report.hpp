// SPDX-License-Identifier: Apache-2.0

// What a fault says: what the code did, and what permits it.
#pragma once

#include <string>

#include "decode/panic.hpp"

namespace postern::decode {

struct FaultReport {
  std::string what;
  std::string advice;  // empty: nothing helps
};

[[nodiscard]] FaultReport fault_report(const Panic& panic);

}  // namespace postern::decode
