// The rules of the image's isolation level, held against its tables.
#pragma once

#include <string>
#include <vector>

#include "audit/image.hpp"

namespace postern::audit {

/// A line for each violation: the rule, who, and what is wrong.
[[nodiscard]] std::vector<std::string> violations(const Image& image);

/// "VAULT", or the names of all that share a domain.
[[nodiscard]] std::string members_of(const Image& image, unsigned domain);

}  // namespace postern::audit
