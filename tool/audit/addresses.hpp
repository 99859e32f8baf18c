// SPDX-License-Identifier: Apache-2.0

// Checks the owner of every address that a partition reaches, by the board's file and not by the compiler's result.
//
// The compiler lays the board out over the address space and looks each address up. The audit goes the other way: it
// looks for each memory and device of the board, at all its aliases, in the regions that boot and context switches
// load. The two share the reader of board.yaml, and how words follow from it for controllers that the board describes.
#pragma once

#include <string>
#include <vector>

#include "audit/image.hpp"

namespace postern::audit {

/// The board that a text describes, with the layout of another one (empty: the board's own). Throws Unreadable when one
/// is invalid.
[[nodiscard]] BoardFacts read_board_facts(const std::string& name, const std::string& text, const std::string& layout);

/// A line for each violation: the partition, the address, the owner.
[[nodiscard]] std::vector<std::string> address_violations(const Image& image);

}  // namespace postern::audit
