// Whose each address is that a partition reaches, by the board's own file and not by what the compiler made of it.
//
// The compiler lays a board out over the address space and asks for each address whose it is. Here it is the other way
// round: each memory and device of the board is looked for, at all its addresses, in the rows that boot and the switch
// load. The two have nothing in common but the reader of board.yaml.
#pragma once

#include <string>
#include <vector>

#include "audit/image.hpp"

namespace postern::audit {

/// The board that a text describes, or Unreadable.
[[nodiscard]] BoardFacts read_board_facts(const std::string& name, const std::string& text);

/// A line for each violation: the partition, the address, whose it is.
[[nodiscard]] std::vector<std::string> address_violations(const Image& image);

}  // namespace postern::audit
