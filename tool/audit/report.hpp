// SPDX-License-Identifier: Apache-2.0

// The report of `postern audit`: who can reach what in an image, as text and as JSON. main.cpp prints it.
#pragma once

#include <string>
#include <vector>

#include "audit/image.hpp"

namespace postern::audit {

[[nodiscard]] std::string text_report(const Image& image);
[[nodiscard]] std::string json_report(const Image& image, const std::vector<std::string>& violations);

}  // namespace postern::audit
