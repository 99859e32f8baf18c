// SPDX-License-Identifier: Apache-2.0

// Finds the owner of each byte of a linked image. main.cpp calls it for `postern audit`, after the rules.
//
// The answer comes from the sections, the symbols and the loaded bytes; the image's audit record is only compared with
// it. Every byte has one owner: the kernel, the gates that all share, or one partition.
#pragma once

#include <string>
#include <vector>

#include "audit/image.hpp"
#include "audit/layout.hpp"

namespace postern::audit {

/// A line for each violation: the owner, the section, the address.
[[nodiscard]] std::vector<std::string> owner_violations(const Image& image, const Layout& layout);

}  // namespace postern::audit
