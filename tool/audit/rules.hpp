// SPDX-License-Identifier: Apache-2.0

// Checks the image's tables against the rules of its isolation level. main.cpp calls it for `postern audit`; it relies
// on image.hpp alone and never on a manifest.
#pragma once

#include <string>
#include <vector>

#include "audit/image.hpp"

namespace postern::audit {

/// A line for each violation: the rule, the owner, and what is wrong.
[[nodiscard]] std::vector<std::string> violations(const Image& image);

/// "VAULT", or the names of all partitions that share a domain: "VAULT+CLOCK".
[[nodiscard]] std::string members_of(const Image& image, unsigned domain);

}  // namespace postern::audit
